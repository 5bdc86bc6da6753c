// Commands about posts.

import type { Command, Option, Word } from './command.ts';

const post: Word = { name: 'POST' };
const writing: readonly Option[] = [
  { name: 'file', short: 'f', value: 'FILE', summary: 'Markdown to read, - for standard input' },
  { name: 'title', value: 'TITLE', summary: 'the title, over that in the file' },
  { name: 'tags', value: 'LIST', summary: 'tags with commas, over those in the file' },
];
const aboutFiles =
  'The file is Markdown, with YAML front matter for `title`, `tags` and `publish_at`, which schedules the post. Without one, your editor opens ($VISUAL, else $EDITOR). Whatever goes wrong then, the text is kept, and where is told.';

export const postCommands: readonly Command[] = [
  {
    name: 'posts list',
    summary: 'list posts, newest first',
    options: [
      { name: 'published', summary: 'published ones only' },
      { name: 'drafts', summary: 'your own that are not published' },
      { name: 'author', value: 'USER', summary: 'by this author' },
      { name: 'tags', value: 'LIST', summary: 'with all of these tags' },
      {
        name: 'sort',
        value: 'ORDER',
        summary: 'by creation (newest), publication (published) or readers (views)',
        choices: ['newest', 'published', 'views'],
      },
      { name: 'search', value: 'WORDS', summary: 'with these words, in the order of the list' },
      { name: 'from', value: 'TIME', summary: 'of this time or later' },
      { name: 'to', value: 'TIME', summary: 'before this time' },
      { name: 'limit', value: 'N', summary: 'how many, at most 100' },
      {
        name: 'page',
        value: 'N',
        summary: 'the page of this number, and how many posts there are',
      },
      { name: 'cursor', value: 'CURSOR', summary: 'go on where a page ended' },
    ],
    examples: [
      'posts list --author ada --tags release',
      'posts list --sort views --from 2030-01-01 --to 2030-02-01',
      'posts list --drafts --json',
    ],
    notes:
      'TIME is a day (2030-01-31), a moment (2030-01-31T09:00), or how long ago (12h, 7d, 4w).',
    load: async () => (await import('./posts.ts')).listPosts,
  },
  {
    name: 'posts show',
    summary: 'print a post',
    words: [post],
    options: [{ name: 'revision', value: 'N', summary: 'as it was in version N; yours only' }],
    examples: ['posts show hello-world', 'posts show hello-world --revision 2'],
    notes: 'A post is named by its slug or its id.',
    load: async () => (await import('./posts.ts')).showPost,
  },
  {
    name: 'posts new',
    summary: 'write a post, as a draft at first',
    options: [...writing, { name: 'publish', summary: 'publish it at once' }],
    examples: [
      'posts new',
      'posts new --file release.md --publish',
      'posts new --title "Hello" --file - < hello.md',
    ],
    notes: aboutFiles,
    needsLogin: true,
    load: async () => (await import('./post-writing.ts')).newPost,
  },
  {
    name: 'posts edit',
    summary: 'change a post',
    words: [post],
    options: [
      ...writing,
      { name: 'if-version', value: 'N', summary: 'only if it still is at this version' },
    ],
    examples: ['posts edit hello-world', 'posts edit hello-world --tags news,release'],
    notes: `${aboutFiles} When somebody changed the post in the meantime, what came from the editor is merged: by itself where that goes, else the editor opens again with both texts. With --file the status is 9 and nothing is overwritten.`,
    needsLogin: true,
    load: async () => (await import('./post-editing.ts')).editPost,
  },
  {
    name: 'posts publish',
    summary: 'let everybody read it',
    words: [post],
    needsLogin: true,
    load: async () => (await import('./posts.ts')).publishPost,
  },
  {
    name: 'posts unpublish',
    summary: 'take it back',
    words: [post],
    needsLogin: true,
    load: async () => (await import('./posts.ts')).unpublishPost,
  },
  {
    name: 'posts schedule',
    summary: 'publish it by itself at a later time',
    words: [post, { name: 'WHEN' }],
    examples: [
      'posts schedule hello-world "tomorrow 9:00"',
      'posts schedule hello-world 2030-01-31T09:00Z',
    ],
    notes:
      'WHEN is an ISO 8601 time or words: "in 2 hours", "friday 18:30", "5 jan 9am". A day without a time means 9:00. What names no zone is in that of this machine. `posts unpublish` takes the schedule back.',
    needsLogin: true,
    load: async () => (await import('./post-schedule.ts')).schedulePost,
  },
  {
    name: 'posts revisions',
    summary: 'list the versions of a post of yours, newest first',
    words: [post],
    options: [
      { name: 'limit', value: 'N', summary: 'how many, at most 100' },
      { name: 'cursor', value: 'CURSOR', summary: 'go on where a page ended' },
    ],
    needsLogin: true,
    load: async () => (await import('./post-revisions.ts')).listRevisions,
  },
  {
    name: 'posts restore',
    summary: 'make the text of an older version the newest one',
    words: [post, { name: 'VERSION' }],
    examples: ['posts restore hello-world 2'],
    needsLogin: true,
    load: async () => (await import('./post-revisions.ts')).restoreRevision,
  },
  {
    name: 'posts export',
    summary: 'write your posts into a directory, one Markdown file each',
    words: [{ name: 'DIR' }],
    options: [{ name: 'all', summary: "everybody's published posts instead" }],
    examples: ['posts export ~/blog'],
    notes:
      'A file is named by the slug and has everything about the post in its front matter: id, slug, tags, state, times and version. Files that are up to date are left alone.',
    needsLogin: true,
    load: async () => (await import('./post-exporting.ts')).exportPosts,
  },
  {
    name: 'posts import',
    summary: 'bring the Markdown files of a directory in as posts',
    words: [{ name: 'DIR' }],
    options: [{ name: 'dry-run', summary: 'look what would happen, and change nothing' }],
    examples: ['posts import ~/blog --dry-run', 'posts import ~/blog --json'],
    notes:
      'It can be repeated: a file is its post by the `id` in its front matter, and one without gets its id written into it. A `version` in a file must be the newest, else the file fails and nothing is overwritten; without one, the file wins. A `state` of draft takes nothing back that is published.',
    needsLogin: true,
    load: async () => (await import('./post-importing.ts')).importPosts,
  },
  {
    name: 'posts delete',
    summary: 'delete it for good',
    words: [post],
    options: [{ name: 'yes', short: 'y', summary: 'without asking' }],
    needsLogin: true,
    load: async () => (await import('./posts.ts')).deletePost,
  },
  {
    name: 'search',
    summary: 'find posts, or messages, by the words in them',
    words: [{ name: 'QUERY' }],
    options: [
      {
        name: 'in',
        value: 'WHERE',
        summary: 'posts, the best first, if left out; or chat, the newest first',
        choices: ['posts', 'chat'],
      },
      { name: 'room', value: 'ROOM', summary: 'in chat: only this room' },
      { name: 'author', value: 'USER', summary: 'by this author' },
      { name: 'tags', value: 'LIST', summary: 'posts with all of these tags' },
      { name: 'limit', value: 'N', summary: 'how many, at most 100' },
      { name: 'cursor', value: 'CURSOR', summary: 'go on where a page ended' },
    ],
    examples: [
      'search tulips',
      `search '"red tulips" or roses -thorns' --json`,
      `search 'deploy from:@ada in:#ops after:2030-01-01 has:link' --in chat`,
    ],
    notes:
      'Quotes hold a phrase together, `or` takes either, a dash leaves out. In chat, in all rooms that you may read, there are also `from:@ada`, `in:#room` or `in:@ada`, `before:` and `after:` (the beginning of) a day in UTC, and `has:link`; `tui messages list ROOM --around SEQ` shows what stands around. Where no post has the words, titles like them are shown. With --json the words that were found stand between U+0002 and U+0003.',
    load: async () => (await import('./search.ts')).search,
  },
];
