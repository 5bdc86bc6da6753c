// The columns of posts in SQL by hand, and the values that a statement binds.

import type { Bind } from './visibility.ts';

export interface Statement {
  text: string;
  values: unknown[];
}

/** Builds a text that names its values as it goes. */
export function buildStatement(write: (bind: Bind) => string): Statement {
  const values: unknown[] = [];
  const text = write((value) => `$${values.push(value)}`);
  return { text, values };
}

/** What an inner query hands on of `posts p`: no body, and nothing that costs a look elsewhere. */
export const innerColumns =
  'p.id, p.title, p.slug, p.state, p.version, p.views, p.publish_at, p.published_at, p.created_at, p.updated_at, p.author_id';

/** A `PostRow` of `p` with its author `u`; tags and comments are looked up for the rows that are shown only. */
export const postColumns = `p.id, p.title, p.slug, p.state, p.version, p.views,
  p.publish_at as "publishAt", p.published_at as "publishedAt",
  p.created_at as "createdAt", p.updated_at as "updatedAt",
  u.id as "authorId", u.username, u.display_name as "displayName",
  array(
    select t.name from post_tags pt join tags t on t.id = pt.tag_id
    where pt.post_id = p.id order by t.name
  ) as tags,
  (select count(*)::int from comments c where c.post_id = p.id and c.deleted_at is null)
    as "commentCount"`;

export const findById = `select ${postColumns}, p.body
  from posts p join users u on u.id = p.author_id where p.id = $1`;
/** By the slug that it has, else by one that it had. */
export const findBySlug = `select ${postColumns}, p.body
  from posts p join users u on u.id = p.author_id
  where p.id = coalesce(
    (select s.id from posts s where s.slug = $1),
    (select o.post_id from post_old_slugs o where o.slug = $1))`;
