// Tables of the blog: posts with their slugs, versions, tags and readers, and comments.

import type { PostState } from '@parley/shared/blog';
import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  bigint,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { users } from '../accounts/tables.ts';
import { bytea, createdAt, instant, primaryId, tsvector, updatedAt } from '../repo/index.ts';

export const posts = pgTable(
  'posts',
  {
    id: primaryId(),
    authorId: uuid('author_id')
      .notNull()
      .references(() => users.id),
    title: text('title').notNull(),
    slug: text('slug').notNull(),
    body: text('body').notNull(),
    state: text('state').$type<PostState>().notNull(),
    version: integer('version').notNull().default(1),
    views: bigint('views', { mode: 'number' }).notNull().default(0),
    /** Set exactly while the post is scheduled. */
    publishAt: instant('publish_at'),
    publishedAt: instant('published_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    /**
     * Written by a trigger, out of title and body as `searchable` has them (migrations 0009, 0023). One stemmer
     * for every language, and no accents: it cuts both sides alike, so words of others are found too.
     */
    search: tsvector('search'),
  },
  (t) => [
    uniqueIndex('posts_slug_key').on(t.slug),
    index('posts_search_index').using('gin', t.search),
    index('posts_title_index').using('gin', sql`${t.title} gin_trgm_ops`),
    index('posts_views_index').on(t.views, t.id).where(sql`${t.state} = 'published'`),
    index('posts_due_index').on(t.publishAt).where(sql`${t.state} = 'scheduled'`),
    // Plain ascending: PostgreSQL scans it backwards for "newest first".
    index('posts_published_index').on(t.publishedAt, t.id).where(sql`${t.state} = 'published'`),
    index('posts_created_index').on(t.createdAt, t.id).where(sql`${t.state} = 'published'`),
    index('posts_author_index').on(t.authorId, t.createdAt, t.id),
    check(
      'posts_state_known',
      sql`${t.state} in ('draft', 'scheduled', 'published', 'unpublished')`,
    ),
    check(
      'posts_scheduled_has_time',
      sql`(${t.state} = 'scheduled') = (${t.publishAt} is not null)`,
    ),
    check(
      'posts_published_has_time',
      sql`${t.state} <> 'published' or ${t.publishedAt} is not null`,
    ),
  ],
);

export const tags = pgTable('tags', { id: primaryId(), name: text('name').notNull() }, (t) => [
  uniqueIndex('tags_name_key').on(t.name),
]);

export const postTags = pgTable(
  'post_tags',
  {
    postId: uuid('post_id')
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    tagId: uuid('tag_id')
      .notNull()
      .references(() => tags.id, { onDelete: 'cascade' }),
  },
  (t) => [
    primaryKey({ name: 'post_tags_key', columns: [t.postId, t.tagId] }),
    index('post_tags_tag_index').on(t.tagId, t.postId),
  ],
);

/** Slugs that posts had before: they lead to the post for ever, and nobody else may take one. */
export const oldSlugs = pgTable(
  'post_old_slugs',
  {
    slug: text('slug').primaryKey(),
    postId: uuid('post_id')
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    createdAt: createdAt(),
  },
  (t) => [index('post_old_slugs_post_index').on(t.postId)],
);

/** Every version of a post's text, the newest included. */
export const revisions = pgTable(
  'post_revisions',
  {
    postId: uuid('post_id')
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    version: integer('version').notNull(),
    authorId: uuid('author_id')
      .notNull()
      .references(() => users.id),
    title: text('title').notNull(),
    body: text('body').notNull(),
    tags: text('tags').array().notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ name: 'post_revisions_key', columns: [t.postId, t.version] })],
);

/** Who was counted as a reader in which hour; `viewer` is a hash, so nobody can be read out of it. */
export const postViews = pgTable(
  'post_views',
  {
    postId: uuid('post_id')
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    viewer: bytea('viewer').notNull(),
    hour: instant('hour').notNull(),
  },
  (t) => [
    primaryKey({ name: 'post_views_key', columns: [t.postId, t.viewer, t.hour] }),
    index('post_views_hour_index').on(t.hour),
  ],
);

/** What the hashes of an hour are made with: deleted with them, so nothing is left to guess by. */
export const viewSecrets = pgTable('post_view_secrets', {
  hour: instant('hour').primaryKey(),
  secret: bytea('secret').notNull(),
});

export const comments = pgTable(
  'comments',
  {
    id: primaryId(),
    postId: uuid('post_id')
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    parentId: uuid('parent_id').references((): AnyPgColumn => comments.id, { onDelete: 'cascade' }),
    authorId: uuid('author_id')
      .notNull()
      .references(() => users.id),
    clientId: text('client_id'),
    body: text('body').notNull(),
    createdAt: createdAt(),
    editedAt: instant('edited_at'),
    deletedAt: instant('deleted_at'),
  },
  (t) => [
    index('comments_post_index').on(t.postId, t.createdAt, t.id),
    // What a post's comment count is read from, without touching the table.
    index('comments_count_index').on(t.postId).where(sql`${t.deletedAt} is null`),
    index('comments_parent_index').on(t.parentId),
    uniqueIndex('comments_author_client_key').on(t.authorId, t.clientId),
  ],
);

/** Comments that somebody has not read: under a post of theirs, or answers to a comment of theirs. */
export const unreadComments = pgTable(
  'unread_comments',
  {
    commentId: uuid('comment_id')
      .notNull()
      .references(() => comments.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** That of the comment, as its time. */
    postId: uuid('post_id').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: 'unread_comments_key', columns: [t.commentId, t.userId] }),
    index('unread_comments_user_index').on(t.userId, t.postId, t.createdAt),
  ],
);

/** How many of them there are per post: counted where one is stored, deleted or read, never when asked. */
export const commentCounters = pgTable(
  'comment_counters',
  {
    postId: uuid('post_id')
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    unread: integer('unread').notNull(),
    newestAt: instant('newest_at').notNull(),
  },
  (t) => [
    primaryKey({ name: 'comment_counters_key', columns: [t.postId, t.userId] }),
    index('comment_counters_user_index').on(t.userId, t.newestAt).where(sql`${t.unread} > 0`),
  ],
);
