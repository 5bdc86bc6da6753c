// Tables of the blog: posts and their tags.

import type { PostState } from '@parley/shared/blog';
import { sql } from 'drizzle-orm';
import {
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
import { createdAt, instant, primaryId, updatedAt } from '../repo/index.ts';

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
    publishedAt: instant('published_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex('posts_slug_key').on(t.slug),
    // Plain ascending: PostgreSQL scans it backwards for "newest first".
    index('posts_published_index').on(t.publishedAt, t.id).where(sql`${t.state} = 'published'`),
    index('posts_created_index').on(t.createdAt, t.id).where(sql`${t.state} = 'published'`),
    index('posts_author_index').on(t.authorId, t.createdAt, t.id),
    check('posts_state_known', sql`${t.state} in ('draft', 'published', 'unpublished')`),
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
