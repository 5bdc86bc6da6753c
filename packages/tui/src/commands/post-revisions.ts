// `tui posts revisions` and `posts restore`: earlier versions of a post.

import type { RevisionItem } from '@parley/shared/blog';
import type { CommandContext } from './context.ts';
import { parseCount, readCount } from './count.ts';
import { describePost, postRef } from './posts.ts';
import { formatTime } from './time.ts';

export async function listRevisions(context: CommandContext): Promise<void> {
  const api = await context.api();
  const { id } = await api.blog.getPost.query(postRef(context.words[0]!));
  const page = await api.blog.listRevisions.query({
    id,
    cursor: context.option('cursor'),
    perPage: readCount(context, 'limit'),
  });
  await context.list<RevisionItem>(page, [
    { title: 'VERSION', get: ({ version }) => String(version) },
    { title: 'WHEN', get: ({ createdAt }) => formatTime(createdAt) },
    { title: 'BY', get: ({ author }) => author.username },
    { title: 'TITLE', get: ({ title }) => title },
  ]);
  if (page.nextCursor !== null) context.say(`More: --cursor ${page.nextCursor}`);
}

export async function restoreRevision(context: CommandContext): Promise<void> {
  const [post, written] = context.words;
  const revision = parseCount('VERSION', written!);
  const api = await context.api();
  const { id, version } = await api.blog.getPost.query(postRef(post!));
  const restored = await api.blog.restoreRevision.mutate({ id, version, revision });
  context.result(restored, describePost(`Restored version ${revision}`, restored));
}
