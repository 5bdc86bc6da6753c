// Blog: field rules of posts and their public views.

import { z } from 'zod';
import { userRef, userView } from './accounts.ts';
import { cursor, id, line, page, pageLimit, plainText, text, timestamp } from './fields.ts';
import { limits } from './limits.ts';
// Not by text.ts: measuring text takes 25 ms to load, and who checks a field need not measure it.
import { isBlankText } from './text-sanitize.ts';

export const postStates = ['draft', 'published', 'unpublished'] as const;
export type PostState = (typeof postStates)[number];

export const postTitle = line({ min: limits.postTitleMin, max: limits.postTitleMax }).refine(
  (value) => !isBlankText(value),
  "can't be blank",
);

export const postBody = text({ min: limits.postBodyMin, max: limits.postBodyMax }).refine(
  (value) => !isBlankText(value),
  "can't be blank",
);

export const tagName = z
  .string({ error: 'must be text' })
  .trim()
  .transform((value) => value.replace(/^#/, '').toLowerCase())
  .pipe(
    z
      .string()
      .min(1, "can't be blank")
      .max(limits.tagName, `must be at most ${limits.tagName} characters`)
      .regex(/^[\p{L}\p{N}][\p{L}\p{N}\p{M}_+.-]*$/u, 'may have letters, digits, and - _ + .'),
  );

export const postTags = z
  .array(tagName)
  .max(limits.tagsPerPost, `must be at most ${limits.tagsPerPost}`)
  .transform((tags) => [...new Set(tags)]);

export const createPostInput = z.strictObject({
  title: postTitle,
  body: postBody,
  tags: postTags.optional(),
});
export type CreatePostInput = z.input<typeof createPostInput>;

export const updatePostInput = z.strictObject({
  id,
  /** The version that was read; an older one than the stored is a `conflict`. */
  version: z.int({ error: 'must be a whole number' }).min(1).max(2_147_483_646),
  title: postTitle.optional(),
  body: postBody.optional(),
  tags: postTags.optional(),
});
export type UpdatePostInput = z.input<typeof updatePostInput>;

/** A post as callers name one. */
export const postRef = z.union([
  z.strictObject({ id }),
  z.strictObject({
    slug: plainText
      .trim()
      .min(1, "can't be blank")
      .max(limits.postSlug + 8),
  }),
]);
export type PostRef = z.input<typeof postRef>;

/** By creation, or by publication (then published posts only). */
export const postSorts = ['newest', 'published'] as const;

export const listPostsInput = z
  .strictObject({
    /** `true`: published posts. `false`: my own that are not. Left out: all that I may see. */
    published: z.boolean().optional(),
    author: userRef.optional(),
    tags: z.array(tagName).max(limits.tagsPerPost).optional(),
    sort: z.enum(postSorts, { error: `must be one of ${postSorts.join(', ')}` }).optional(),
    cursor: cursor.optional(),
    perPage: pageLimit.optional(),
  })
  .optional();
export type ListPostsInput = z.input<typeof listPostsInput>;

export const postListItem = z.object({
  id,
  title: z.string(),
  slug: z.string(),
  state: z.enum(postStates),
  author: userView.pick({ id: true, username: true, displayName: true }),
  tags: z.array(z.string()),
  version: z.int(),
  publishedAt: timestamp.nullable(),
  createdAt: timestamp,
  updatedAt: timestamp,
});
export type PostListItem = z.infer<typeof postListItem>;

export const postView = postListItem.extend({ body: z.string() });
export type PostView = z.infer<typeof postView>;

export const postPage = page(postListItem);
