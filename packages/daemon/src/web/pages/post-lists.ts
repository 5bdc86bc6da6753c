// Lists of posts as pages read and send them: twenty at a time, each with its beginning.

import type { PostListItem } from '@parley/shared/blog';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Scope } from '../../accounts/index.ts';
import type { Page } from './layout.ts';
import type { PageContext } from './page-context.ts';
import { sendPage } from './send-page.ts';
import type { ListPage } from './view-others.ts';
import { renderListText } from './view-text.ts';

export const postsPerPage = 20;
/** Characters of an excerpt, and of the source that it is made of. */
const excerptLength = 280;
const excerptSource = 2_000;

export interface TextPage extends ListPage {
  entries: readonly { post: PostListItem; excerpt: string }[];
}

export interface SentList {
  page: Page;
  /** For plain text: its title, its posts, and the path of those after them. */
  title: string;
  content: TextPage;
  older: string | null;
}

export interface PostLists {
  read(
    scope: Scope,
    cursor: string | null,
    filter: { author?: string; tags?: string[] },
  ): Promise<TextPage>;
  send(request: FastifyRequest, reply: FastifyReply, list: SentList): unknown;
}

/** A query parameter given once, as text; whatever else it may be is as if it was not there. */
export function readParameter(query: unknown, name: string): string | null {
  const value = (query as Record<string, unknown>)[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

export function createPostLists({ site, blog, texts }: PageContext): PostLists {
  return {
    async read(scope, cursor, filter) {
      const { items, nextCursor } = await blog.listPosts(scope, {
        published: true,
        perPage: postsPerPage,
        ...filter,
        ...(cursor !== null && { cursor }),
      });
      const beginnings = await blog.listBeginnings(scope, {
        ids: items.map(({ id }) => id),
        length: excerptSource,
      });
      const entries = items.map((post) => ({
        post,
        excerpt: texts.excerpt(beginnings.get(post.id) ?? '', excerptLength),
      }));
      return { entries, cursor, nextCursor };
    },

    send(request, reply, { page, title, content, older }) {
      const text = () => renderListText(site, title, content.entries, older);
      return sendPage(request, reply, { site, page, text });
    },
  };
}
