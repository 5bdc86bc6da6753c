// The blog summed up for everybody: ranks, tags and feeds, of published posts only.

import type { PostView, RankedPost, RankPostsInput, TagView } from '@parley/shared/blog';
import { limits } from '@parley/shared/limits';
import type { Scope } from '../accounts/index.ts';
import type { Sql } from '../repo/index.ts';
import { type PostRow, toPostListItem, toPostView } from './post.ts';
import { buildStatement, innerColumns, postColumns, type Statement } from './post-columns.ts';
import { type Bind, visibleWhere } from './visibility.ts';

export interface FeedInput {
  author?: string;
  tag?: string;
  /** At most `limits.feedPosts`; 20 when left out. */
  limit?: number;
}

export interface PostSummaries {
  /** The most read posts, of all or of one author, each with its rank among those of its author. */
  rankPosts(scope: Scope, input?: RankPostsInput): Promise<{ items: RankedPost[] }>;
  /** Tags of published posts, those with the most posts first. */
  listTags(scope: Scope): Promise<{ items: TagView[] }>;
  /** Published posts with their bodies, newest first: for feeds and pages. */
  listFeed(scope: Scope, input?: FeedInput): Promise<PostView[]>;
}

const byAuthor = (author: string, bind: Bind): string =>
  `and p.author_id = (select a.id from users a where a.username = ${bind(author)})`;

const rankOrder = 'p.views desc, p.published_at, p.id';

export function createPostSummaries(sql: Sql): PostSummaries {
  const run = <Row extends object>({ text, values }: Statement) =>
    sql.unsafe<Row[]>(text, values as string[], { prepare: true });

  return {
    async rankPosts(scope, input = {}) {
      const { author } = input;
      // Whoever is among the first hundred of all has all of its author's better ones before it:
      // numbering those hundred gives the same ranks as numbering every post.
      const rows = await run<PostRow & { rank: number }>(
        buildStatement(
          (bind) => `select ${postColumns}, p.rank from (
              select ${innerColumns}, (
                row_number() over (partition by p.author_id order by ${rankOrder})
              )::int as rank
              from (
                select ${innerColumns} from posts p
                where ${visibleWhere(scope, 'published', bind)}
                  ${author === undefined ? '' : byAuthor(author, bind)}
                order by ${rankOrder} limit ${limits.rankedPosts}
              ) p
            ) p join users u on u.id = p.author_id order by ${rankOrder}`,
        ),
      );
      return { items: rows.map((row) => ({ ...toPostListItem(row), rank: row.rank })) };
    },

    async listTags(scope) {
      const rows = await run<TagView>(
        buildStatement(
          (bind) => `select t.name, n.count from (
              select pt.tag_id, count(*)::int as count
              from post_tags pt join posts p on p.id = pt.post_id
              where ${visibleWhere(scope, 'published', bind)} group by pt.tag_id
            ) n join tags t on t.id = n.tag_id
            order by n.count desc, t.name limit ${limits.tagsListed}`,
        ),
      );
      return { items: rows.map(({ name, count }) => ({ name, count })) };
    },

    async listFeed(scope, { author, tag, limit = limits.pageDefault } = {}) {
      const count = Math.min(Math.max(1, limit), limits.feedPosts);
      const rows = await run<PostRow & { body: string }>(
        buildStatement(
          (bind) => `select ${postColumns}, p.body from (
              select ${innerColumns}, p.body from posts p
              where ${visibleWhere(scope, 'published', bind)}
                ${author === undefined ? '' : byAuthor(author, bind)}
                ${tag === undefined ? '' : withTag(tag, bind)}
              order by p.published_at desc, p.id desc limit ${bind(count)}
            ) p join users u on u.id = p.author_id order by p.published_at desc, p.id desc`,
        ),
      );
      return rows.map(toPostView);
    },
  };
}

const withTag = (tag: string, bind: Bind): string =>
  `and p.id in (
    select pt.post_id from post_tags pt join tags t on t.id = pt.tag_id where t.name = ${bind(tag)})`;
