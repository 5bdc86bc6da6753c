// Commands about comments under posts.

import type { Command, Word } from './command.ts';

const post: Word = { name: 'POST' };
const comment: Word = { name: 'ID' };
const text: Word = { name: 'TEXT|-', isOptional: true };

export const commentCommands: readonly Command[] = [
  {
    name: 'comments list',
    summary: 'list the comments under a post, oldest first',
    words: [post],
    options: [
      { name: 'limit', value: 'N', summary: 'how many, at most 100' },
      { name: 'cursor', value: 'CURSOR', summary: 'go on where a page ended' },
    ],
    examples: ['comments list hello-world', 'comments list hello-world --json'],
    notes: 'A post is named by its slug or its id.',
    load: async () => (await import('./comments.ts')).listComments,
  },
  {
    name: 'comments add',
    summary: 'comment on a published post',
    words: [post, text],
    options: [{ name: 'reply-to', value: 'ID', summary: 'the comment that this one answers' }],
    examples: ['comments add hello-world "Well said"', 'comments add hello-world - < long.md'],
    notes: 'Without a text, or with -, it is read from standard input.',
    needsLogin: true,
    load: async () => (await import('./comments.ts')).addComment,
  },
  {
    name: 'comments read',
    summary: 'say that the comments under a post are read: they wait for you no more',
    words: [post],
    options: [{ name: 'until', value: 'TIME', summary: 'only those made up to then, as ISO 8601' }],
    needsLogin: true,
    load: async () => (await import('./comments.ts')).readComments,
  },
  {
    name: 'comments edit',
    summary: 'change a comment of yours',
    words: [comment, text],
    needsLogin: true,
    load: async () => (await import('./comments.ts')).editComment,
  },
  {
    name: 'comments delete',
    summary: 'delete a comment; its place in the thread stays',
    words: [comment],
    options: [{ name: 'yes', short: 'y', summary: 'without asking' }],
    needsLogin: true,
    load: async () => (await import('./comments.ts')).deleteComment,
  },
];
