// `tui comments`.

import {
  type CommentView,
  createCommentInput,
  markCommentsReadInput,
  updateCommentInput,
} from '@parley/shared/blog';
import type { Api } from '../api/index.ts';
import { checkInput } from './check-input.ts';
import type { CommandContext } from './context.ts';
import { readCount } from './count.ts';
import { postRef } from './posts.ts';
import { askYes } from './prompt.ts';
import { retryWhileAway, sayAway } from './retry.ts';
import { readInput } from './streams.ts';
import { formatTime } from './time.ts';

export async function listComments(context: CommandContext): Promise<void> {
  const api = await context.api();
  const page = await api.blog.listComments.query({
    postId: await findPostId(api, context.words[0]!),
    cursor: context.option('cursor'),
    perPage: readCount(context, 'limit'),
  });
  if (context.isJson) context.result(page);
  else for (const comment of page.items) context.result(comment, ...describe(comment));
  if (page.nextCursor !== null) context.say(`More: --cursor ${page.nextCursor}`);
}

export async function addComment(context: CommandContext): Promise<void> {
  const [post, text] = context.words;
  const body = await readText(context, text);
  const api = await context.api();
  const postId = await findPostId(api, post!);
  const parentId = context.option('reply-to');
  // The same number with every attempt: the server stores the comment once.
  const clientId = crypto.randomUUID();
  const input = checkInput(createCommentInput, { postId, body, parentId, clientId });
  const comment = await retryWhileAway(() => api.blog.createComment.mutate(input), {
    onAway: sayAway(context),
  });
  context.result(comment, `Commented: ${comment.id}`);
}

export async function readComments(context: CommandContext): Promise<void> {
  const api = await context.api();
  const postId = await findPostId(api, context.words[0]!);
  const input = checkInput(markCommentsReadInput, { postId, until: context.option('until') });
  await api.blog.markCommentsRead.mutate(input);
  context.result({ ok: true }, 'Read');
}

export async function editComment(context: CommandContext): Promise<void> {
  const [id, text] = context.words;
  const input = checkInput(updateCommentInput, { id, body: await readText(context, text) });
  const api = await context.api();
  const comment = await api.blog.updateComment.mutate(input);
  context.result(comment, `Saved: ${comment.id}`);
}

export async function deleteComment(context: CommandContext): Promise<void> {
  const id = context.words[0]!;
  if (!context.has('yes')) {
    const how = 'Say --yes to delete without asking.';
    if (!(await askYes(context.streams, 'Delete the comment for good?', how))) {
      context.say('Nothing was deleted.');
      return;
    }
  }
  const api = await context.api();
  await api.blog.deleteComment.mutate({ id });
  context.result({ ok: true }, 'Deleted');
}

async function readText(context: CommandContext, text: string | undefined): Promise<string> {
  return text === undefined || text === '-' ? readInput(context.streams) : text;
}

async function findPostId(api: Api, written: string): Promise<string> {
  const ref = postRef(written);
  return 'id' in ref ? ref.id : (await api.blog.getPost.query(ref)).id;
}

/** The author stands before every line: no comment can look like another one. */
function describe({ id, parentId, author, body, createdAt, editedAt, deletedAt }: CommentView) {
  const head = [
    formatTime(createdAt),
    id,
    ...(parentId === null ? [] : [`answers ${parentId}`]),
    ...(editedAt === null || deletedAt !== null ? [] : ['edited']),
  ];
  const lines = deletedAt === null ? body.split(/\r\n?|[\n\u2028\u2029]/) : ['(deleted)'];
  return [head.join(' · '), ...lines.map((line) => `<${author.username}> ${line}`)];
}
