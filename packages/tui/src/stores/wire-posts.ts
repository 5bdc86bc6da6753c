// The gate for posts: what a server answers becomes well-formed posts of bounded size, or nothing.

import {
  type FoundPost,
  foundPost,
  type PostListItem,
  type PostView,
  postListItem,
  postView,
  type RevisionItem,
  type RevisionView,
  revisionItem,
  revisionView,
  type TagView,
  tagView,
} from '@parley/shared/blog';
import type { PostEvent } from '@parley/shared/events';
import { limits } from '@parley/shared/limits';
import { z } from 'zod';

/** A page has at most 100; a hostile server may send any number. */
const mostItems = 200;
const longestSnippet = 1_000;

const item = postListItem.transform(bounded);
const found = foundPost.transform((post) => ({
  ...bounded(post),
  snippet: post.snippet.slice(0, longestSnippet),
}));
const whole = postView.transform((post) => ({
  ...bounded(post),
  body: post.body.slice(0, limits.postBodyMax),
}));

function bounded<Post extends PostListItem>(post: Post): Post {
  return {
    ...post,
    title: post.title.slice(0, limits.postTitleMax),
    tags: post.tags.slice(0, limits.tagsPerPost).map((tag) => tag.slice(0, limits.tagName)),
  };
}

const postEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('posts.joined') }),
  z.object({ type: z.literal('post.published'), post: item }),
  z.object({ type: z.literal('post.updated'), post: item }),
  z.object({ type: z.literal('post.unpublished'), id: z.string() }),
  z.object({ type: z.literal('post.deleted'), id: z.string() }),
]) satisfies z.ZodType<PostEvent>;

/** The post event in a delivery; undefined when it is none that we know. */
export function parsePostEvent(delivery: unknown): PostEvent | undefined {
  return postEvent.safeParse(delivery).data;
}

/** @throws Error when it is no post */
export function parsePost(answer: unknown): PostView {
  const post = whole.safeParse(answer).data;
  if (post === undefined) throw new Error('The server answered something that is no post.');
  return post;
}

const versionItem = revisionItem.transform((one) => ({
  ...one,
  title: one.title.slice(0, limits.postTitleMax),
}));
const versionText = revisionView.transform((one) => ({
  ...one,
  title: one.title.slice(0, limits.postTitleMax),
  body: one.body.slice(0, limits.postBodyMax),
}));

/** The well-formed versions of a page. */
export function parseVersionPage(answer: unknown): Page<RevisionItem> {
  return readPage(answer, versionItem);
}

/** @throws Error when it is no version */
export function parseVersion(answer: unknown): RevisionView {
  const version = versionText.safeParse(answer).data;
  if (version === undefined) throw new Error('The server answered something that is no version.');
  return version;
}

const mostTags = 5_000;
const tag = tagView.extend({ name: z.string().max(limits.tagName) });

/** The well-formed tags of a list. */
export function parseTags(answer: unknown): TagView[] {
  const given = Array.isArray(answer) ? answer.slice(0, mostTags) : [];
  return given.flatMap((one: unknown) => tag.safeParse(one).data ?? []);
}

export interface Page<Item> {
  readonly items: Item[];
  readonly nextCursor: string | null;
}

/** The well-formed posts of a page: a bad one does not cost the others. */
export function parsePostPage(answer: unknown): Page<PostListItem> {
  return readPage(answer, item);
}

/** The same for what a search found. */
export function parseFoundPage(answer: unknown): Page<FoundPost> {
  return readPage(answer, found);
}

/** The well-formed items of a page, and where the next one begins. */
export function readPage<Item>(answer: unknown, schema: z.ZodType<Item>): Page<Item> {
  const { items, nextCursor } = Object(answer) as { items?: unknown; nextCursor?: unknown };
  const given = Array.isArray(items) ? items.slice(0, mostItems) : [];
  const isCursor = typeof nextCursor === 'string' && nextCursor.length <= limits.cursor;
  return {
    items: given.flatMap((one: unknown) => schema.safeParse(one).data ?? []),
    nextCursor: isCursor && nextCursor !== '' ? nextCursor : null,
  };
}
