// Blog: field rules of posts and their public views.

import { z } from 'zod';
import { userRef, userView } from './accounts.ts';
import {
  clientId,
  cursor,
  flag,
  hashName,
  id,
  line,
  mustBe,
  page,
  pageLimit,
  pageNumber,
  plainText,
  text,
  timestamp,
} from './fields.ts';
import { limits } from './limits.ts';
// Not by text.ts: measuring text takes 25 ms to load, and who checks a field need not measure it.
import { isBlankText } from './text-sanitize.ts';

export const postStates = ['draft', 'scheduled', 'published', 'unpublished'] as const;
export type PostState = (typeof postStates)[number];

export const postTitle = line({ min: limits.postTitleMin, max: limits.postTitleMax }).refine(
  (value) => !isBlankText(value),
  "can't be blank",
);

export const postBody = text({ min: limits.postBodyMin, max: limits.postBodyMax }).refine(
  (value) => !isBlankText(value),
  "can't be blank",
);

export const tagName = hashName({
  max: limits.tagName,
  pattern: /^[\p{L}\p{N}][\p{L}\p{N}\p{M}_+.-]*$/u,
  may: 'letters, digits, and - _ + .',
});

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

/** A time that has been: dates of posts that come from elsewhere. */
const pastTimestamp = timestamp.refine((value) => Date.parse(value) >= 0, 'must be 1970 or later');

/** What of a post may be brought along from elsewhere. A scheduled one is scheduled once it is there. */
export const importPostInput = createPostInput.extend({
  /** Chosen by the caller, so that importing again makes no second post. */
  id,
  /** Taken if it is free, else one like it. */
  slug: z
    .string({ error: mustBe('text') })
    .max(limits.postSlug, `must be at most ${limits.postSlug} characters`)
    .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'must be words of a–z and 0–9 with dashes between')
    .optional(),
  state: z
    .enum(['draft', 'published', 'unpublished'], {
      error: mustBe('draft, published or unpublished'),
    })
    .optional(),
  version: z
    .int({ error: mustBe('a whole number') })
    .min(1)
    .max(2_147_483_646)
    .optional(),
  createdAt: pastTimestamp.optional(),
  publishedAt: pastTimestamp.optional(),
});
export type ImportPostInput = z.input<typeof importPostInput>;

/** Own posts with their texts, or with `published` those of everybody; in no order that means anything. */
export const exportPostsInput = z
  .strictObject({
    published: flag.optional(),
    cursor: cursor.optional(),
    perPage: pageLimit.optional(),
  })
  .optional();
export type ExportPostsInput = z.input<typeof exportPostsInput>;

export const updatePostInput = z.strictObject({
  id,
  /** The version that was read; an older one than the stored is a `conflict`. */
  version: z
    .int({ error: mustBe('a whole number') })
    .min(1)
    .max(2_147_483_646),
  title: postTitle.optional(),
  body: postBody.optional(),
  tags: postTags.optional(),
  /** A save that nobody asked for: of those of a draft in a row only the newest stays among its versions. */
  isAutosave: flag.optional(),
});
export type UpdatePostInput = z.input<typeof updatePostInput>;

/** A post as callers name one. */
export const postRef = z.union(
  [
    z.strictObject({ id }),
    z.strictObject({
      slug: plainText
        .trim()
        .min(1, "can't be blank")
        .max(limits.postSlug + 8),
    }),
  ],
  { error: 'must have an id or a slug, and nothing else' },
);
export type PostRef = z.input<typeof postRef>;

export const schedulePostInput = z.strictObject({
  id,
  /** Must lie in the future, by the daemon's clock. */
  publishAt: timestamp,
});
export type SchedulePostInput = z.input<typeof schedulePostInput>;

/** By creation, or by publication or views: then published posts only, unless others were asked for. */
export const postSorts = ['newest', 'published', 'views'] as const;
export type PostSort = (typeof postSorts)[number];

/** Words as in a web search box: `"a phrase"`, `or`, `-without`. */
export const searchQuery = plainText
  .trim()
  .min(1, "can't be blank")
  .max(limits.searchQuery, `must be at most ${limits.searchQuery} characters`);

export const listPostsInput = z
  .strictObject({
    /** `true`: published posts. `false`: my own that are not. Left out: all that I may see. */
    published: flag.optional(),
    author: userRef.optional(),
    /** All of them must be on the post. */
    tags: z.array(tagName).max(limits.tagsPerPost).optional(),
    /** Published (or, when not, created) at this time or later. */
    from: timestamp.optional(),
    /** Published (or, when not, created) before this time. */
    to: timestamp.optional(),
    search: searchQuery.optional(),
    sort: z.enum(postSorts, { error: mustBe(`one of ${postSorts.join(', ')}`) }).optional(),
    /** Where the page before ended; not together with `page`. */
    cursor: cursor.optional(),
    /** Counted from 1; the answer then has `total`. */
    page: pageNumber.optional(),
    perPage: pageLimit.optional(),
  })
  .refine((input) => input.cursor === undefined || input.page === undefined, {
    path: ['page'],
    message: 'does not go together with a cursor',
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
  commentCount: z.int(),
  /** Readers, each counted once an hour; some seconds behind. */
  views: z.int(),
  /** When a scheduled post is to be published. */
  publishAt: timestamp.nullable(),
  publishedAt: timestamp.nullable(),
  createdAt: timestamp,
  updatedAt: timestamp,
});
export type PostListItem = z.infer<typeof postListItem>;

export const postView = postListItem.extend({ body: z.string() });
export type PostView = z.infer<typeof postView>;

/** `isNew` is false for a post that was there already: it is answered as it is. */
export const importPostResult = z.object({ post: postView, isNew: z.boolean() });
export type ImportPostResult = z.infer<typeof importPostResult>;

/** `total` only where `page` was asked for. */
export const postPage = page(postListItem).extend({ total: z.int().optional() });
export type PostPage = z.infer<typeof postPage>;

export const searchPostsInput = z.strictObject({
  query: searchQuery,
  author: userRef.optional(),
  tags: z.array(tagName).max(limits.tagsPerPost).optional(),
  cursor: cursor.optional(),
  perPage: pageLimit.optional(),
});
export type SearchPostsInput = z.input<typeof searchPostsInput>;

/** A found post. In `snippet` the words that were looked for stand between `\u0002` and `\u0003`. */
export const foundPost = postListItem.extend({ snippet: z.string() });
export type FoundPost = z.infer<typeof foundPost>;

export const rankPostsInput = z.strictObject({ author: userRef.optional() }).optional();
export type RankPostsInput = z.input<typeof rankPostsInput>;

/** `rank` counts from 1 within its author, by views. */
export const rankedPost = postListItem.extend({ rank: z.int() });
export type RankedPost = z.infer<typeof rankedPost>;

/** A tag with the number of published posts that carry it. */
export const tagView = z.object({ name: z.string(), count: z.int() });
export type TagView = z.infer<typeof tagView>;

/** Who published posts, as readers without an account see them. */
export const authorView = userView.pick({ id: true, username: true, displayName: true }).extend({
  bio: z.string(),
  createdAt: timestamp,
  /** Published ones. */
  postCount: z.int(),
});
export type AuthorView = z.infer<typeof authorView>;

export const revisionRef = z.strictObject({ id, version: z.int().min(1).max(2_147_483_646) });
export type RevisionRef = z.input<typeof revisionRef>;

export const listRevisionsInput = z.strictObject({
  id,
  cursor: cursor.optional(),
  perPage: pageLimit.optional(),
});

/** A version of a post as it once was, newest first in lists. */
export const revisionItem = z.object({
  postId: id,
  version: z.int(),
  title: z.string(),
  author: userView.pick({ id: true, username: true, displayName: true }),
  createdAt: timestamp,
});
export type RevisionItem = z.infer<typeof revisionItem>;
export const revisionView = revisionItem.extend({ body: z.string(), tags: z.array(z.string()) });
export type RevisionView = z.infer<typeof revisionView>;

/** Makes the text of an older version the newest one; `version` is that of the post as it was read. */
export const restoreRevisionInput = z.strictObject({
  id,
  version: z.int().min(1).max(2_147_483_646),
  revision: z.int().min(1).max(2_147_483_646),
});
export type RestoreRevisionInput = z.input<typeof restoreRevisionInput>;

export const commentBody = text({ min: 1, max: limits.commentBody }).refine(
  (value) => !isBlankText(value),
  "can't be blank",
);

export const createCommentInput = z.strictObject({
  postId: id,
  body: commentBody,
  /** The comment that this one answers; of the same post. */
  parentId: id.optional(),
  /** Made by the sender; the same one sent again stores nothing and answers the first comment. */
  clientId: clientId.optional(),
});
export type CreateCommentInput = z.input<typeof createCommentInput>;

export const updateCommentInput = z.strictObject({ id, body: commentBody });
export const byPost = z.strictObject({ postId: id });
export const listCommentsInput = byPost.extend({
  cursor: cursor.optional(),
  perPage: pageLimit.optional(),
});
export type ListCommentsInput = z.input<typeof listCommentsInput>;

/** Oldest first in lists; `parentId` makes the thread. A deleted one stays as a tombstone: no body. */
export const commentView = z.object({
  id,
  postId: id,
  parentId: id.nullable(),
  author: userView.pick({ id: true, username: true, displayName: true }),
  body: z.string(),
  createdAt: timestamp,
  editedAt: timestamp.nullable(),
  deletedAt: timestamp.nullable(),
});
export type CommentView = z.infer<typeof commentView>;
export const commentPage = page(commentView);

export const markCommentsReadInput = byPost.extend({
  /** Comments made up to then are read; left out: all there are. */
  until: timestamp.optional(),
});
export type MarkCommentsReadInput = z.input<typeof markCommentsReadInput>;

/** Comments on my post, or answers to comments of mine under it, that I have not read. */
export const commentActivityItem = z.object({
  kind: z.literal('comments'),
  at: timestamp,
  post: postListItem.pick({ id: true, slug: true, title: true }),
  unread: z.int(),
  /** How the newest one begins. */
  newest: commentView.pick({ id: true, author: true }).extend({ excerpt: z.string() }),
});
export type CommentActivityItem = z.infer<typeof commentActivityItem>;
