// Reading the blog: one post, and lists of posts.

import type { ListPostsInput, PostListItem, PostRef, PostView } from '@parley/shared/blog';
import { limits } from '@parley/shared/limits';
import type { Scope } from '../accounts/index.ts';
import { decodeCursor, type Sql, takePage } from '../repo/index.ts';
import { authorizePost } from './policy.ts';
import { type PostRow, toPostListItem, toPostView } from './post.ts';

export interface PostReading {
  /** A page of what the caller may see, newest first. */
  listPosts(
    scope: Scope,
    input?: ListPostsInput,
  ): Promise<{ items: PostListItem[]; nextCursor: string | null }>;
  getPost(scope: Scope, ref: PostRef): Promise<PostView>;
}

/** For the blog's own use: no question of rights. */
export interface PostFinder {
  findPost(ref: PostRef): Promise<PostView | null>;
}

export function createPostReading(sql: Sql): PostReading & PostFinder {
  const columns = sql`
    p.id, p.title, p.slug, p.state, p.version, p.views,
    p.publish_at as "publishAt", p.published_at as "publishedAt",
    p.created_at as "createdAt", p.updated_at as "updatedAt",
    u.id as "authorId", u.username, u.display_name as "displayName",
    array(
      select t.name from post_tags pt join tags t on t.id = pt.tag_id
      where pt.post_id = p.id order by t.name
    ) as tags,
    (select count(*)::int from comments c where c.post_id = p.id and c.deleted_at is null)
      as "commentCount"`;

  async function findPost(ref: PostRef): Promise<PostView | null> {
    const [row] = await sql<(PostRow & { body: string })[]>`
      select ${columns}, p.body from posts p join users u on u.id = p.author_id
      where ${'id' in ref ? sql`p.id = ${ref.id}` : sql`p.slug = ${ref.slug}`}`;
    return row ? toPostView(row) : null;
  }

  async function getPost(scope: Scope, ref: PostRef): Promise<PostView> {
    const post = await findPost(ref);
    authorizePost(scope, 'see', post);
    return post;
  }

  return {
    findPost,
    getPost,

    async listPosts(scope, input = {}) {
      const { published, author, tags: wanted = [], cursor, perPage = limits.pageDefault } = input;
      const sort = input.sort ?? (published === true ? 'published' : 'newest');
      const time = sort === 'published' ? sql`p.published_at` : sql`p.created_at`;
      const me = scope.user?.id ?? null;
      // The one rule of visibility: published, or mine.
      const visible =
        published === true || sort === 'published'
          ? sql`p.state = 'published'`
          : published === false
            ? sql`p.state <> 'published' and p.author_id = ${me}`
            : sql`(p.state = 'published' or p.author_id = ${me})`;
      const after = cursor ? decodeCursor(cursor) : null;
      const rows = await sql<PostRow[]>`
        select ${columns} from posts p join users u on u.id = p.author_id
        where ${visible}
          ${author === undefined ? sql`` : sql`and u.username = ${author}`}
          ${after ? sql`and (${time}, p.id) < (${after.at}, ${after.id})` : sql``}
          ${
            wanted.length === 0
              ? sql``
              : sql`and p.id in (
                  select pt.post_id from post_tags pt join tags t on t.id = pt.tag_id
                  where t.name = any(${wanted}) group by pt.post_id
                  having count(*) = ${new Set(wanted).size})`
          }
        order by ${time} desc, p.id desc limit ${perPage + 1}`;
      const page = takePage(rows, perPage, (row) => ({
        at: sort === 'published' ? row.publishedAt! : row.createdAt,
        id: row.id,
      }));
      return { items: page.items.map(toPostListItem), nextCursor: page.nextCursor };
    },
  };
}
