// `tui posts`, but for the writing.

import type { PostListItem, PostRef, PostSort, PostView } from '@parley/shared/blog';
import type { CommandContext } from './context.ts';
import { readCount } from './count.ts';
import { readPast } from './past.ts';
import { askYes } from './prompt.ts';
import { usageError } from './report-error.ts';
import { splitOptional } from './split-list.ts';
import { formatTime } from './time.ts';

export async function listPosts(context: CommandContext): Promise<void> {
  const { option, has } = context;
  if (has('published') && has('drafts')) throw usageError('Say --published or --drafts, not both.');
  const [from, to] = (['from', 'to'] as const).map((name) => {
    const written = option(name);
    return written === undefined ? undefined : readPast(name, written);
  });
  const [perPage, number] = [readCount(context, 'limit'), readCount(context, 'page')];
  const api = await context.api();
  const page = await api.blog.listPosts.query({
    published: has('published') ? true : has('drafts') ? false : undefined,
    author: option('author'),
    tags: splitOptional(option('tags')),
    from,
    to,
    search: option('search'),
    sort: option('sort') as PostSort | undefined,
    cursor: option('cursor'),
    page: number,
    perPage,
  });
  await context.list<PostListItem>(page, [
    { title: 'SLUG', get: ({ slug }) => slug },
    { title: 'TITLE', get: ({ title }) => title },
    { title: 'AUTHOR', get: ({ author }) => author.username },
    { title: 'WHEN', get: ({ publishedAt, createdAt }) => formatTime(publishedAt ?? createdAt) },
    { title: 'STATE', get: ({ state }) => state },
    { title: 'VIEWS', get: ({ views }) => String(views) },
    { title: 'TAGS', get: ({ tags }) => tags.join(', ') },
  ]);
  if (page.items.length === 0) context.say('There are no such posts.');
  if (page.total !== undefined) context.say(`${page.total} in all`);
  if (page.nextCursor !== null) context.say(`More: --cursor ${page.nextCursor}`);
}

export async function showPost(context: CommandContext): Promise<void> {
  const revision = readCount(context, 'revision');
  const api = await context.api();
  const post = await api.blog.getPost.query(postRef(context.words[0]!));
  if (revision !== undefined) {
    const old = await api.blog.getRevision.query({ id: post.id, version: revision });
    context.result(old, old.title, `version ${revision} · ${formatTime(old.createdAt)}`, '');
    if (!context.isJson) context.text(old.body);
    return;
  }
  const { title, author, tags, state, publishedAt, slug } = post;
  const when =
    state === 'published'
      ? formatTime(publishedAt)
      : state === 'scheduled'
        ? `scheduled for ${formatTime(post.publishAt)}`
        : state;
  const facts = [`by ${author.username}`, when, slug, tags.map((tag) => `#${tag}`).join(' ')];
  context.result(post, title, facts.filter((fact) => fact !== '').join(' · '), '');
  if (!context.isJson) context.text(post.body);
}

export async function publishPost(context: CommandContext): Promise<void> {
  const api = await context.api();
  const post = await api.blog.publishPost.mutate(postRef(context.words[0]!));
  context.result(post, describePost('Published', post));
}

export async function unpublishPost(context: CommandContext): Promise<void> {
  const api = await context.api();
  const post = await api.blog.unpublishPost.mutate(postRef(context.words[0]!));
  context.result(post, describePost('Taken back', post));
}

export async function deletePost(context: CommandContext): Promise<void> {
  const ref = postRef(context.words[0]!);
  const api = await context.api();
  if (!context.has('yes')) {
    const { title } = await api.blog.getPost.query(ref);
    const question = `Delete "${title}" for good?`;
    const isSure = await askYes(context.streams, question, 'Say --yes to delete without asking.');
    if (!isSure) {
      context.say('Nothing was deleted.');
      return;
    }
  }
  await api.blog.deletePost.mutate(ref);
  context.result({ ok: true }, 'Deleted');
}

/** A post as one names it: by id or by slug. */
export function postRef(written: string): PostRef {
  const isId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(written);
  return isId ? { id: written } : { slug: written };
}

export function describePost(what: string, { title, slug }: PostView): string {
  return `${what}: ${title} (${slug})`;
}
