// The feeds of the site, of an author and of a tag, in three formats each.

import { userRef } from '@parley/shared/accounts';
import { tagName } from '@parley/shared/blog';
import { DomainError } from '@parley/shared/errors';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendAnswer } from './answer.ts';
import { icon } from './assets.ts';
import { buildFeed, type FeedSubject } from './feed.ts';
import { type FeedFormat, feedFormats } from './feed-formats.ts';
import { type PageContext, readerOf } from './page-context.ts';
import { tagPath, userPath } from './site.ts';

export function addFeedRoutes(app: FastifyInstance, { site, blog, texts }: PageContext): void {
  async function sendFeed(
    request: FastifyRequest,
    reply: FastifyReply,
    feed: {
      format: FeedFormat;
      subject: Omit<FeedSubject, 'iconPath'>;
      filter: { author?: string; tag?: string };
    },
  ) {
    const { type, write } = feed.format;
    const posts = await blog.listFeed(readerOf(request), feed.filter);
    if (feed.filter.tag !== undefined && posts.length === 0) {
      throw new DomainError('not_found', 'No post has this tag.');
    }
    const built = buildFeed({ site, texts }, { ...feed.subject, iconPath: icon.path }, posts);
    // Readers in browsers fetch feeds from pages of their own.
    reply.header('access-control-allow-origin', '*');
    reply.header('cross-origin-resource-policy', 'cross-origin');
    return sendAnswer(request, reply, {
      type: `${type}; charset=utf-8`,
      body: write(built),
      lastModified: built.updated,
    });
  }

  for (const format of feedFormats) {
    app.get(`/${format.file}`, (request, reply) =>
      sendFeed(request, reply, {
        format,
        subject: {
          title: site.name,
          description: `The newest posts of ${site.name}.`,
          path: '/',
          folder: '',
        },
        filter: {},
      }),
    );

    app.get<{ Params: { username: string } }>(
      `/@:username/${format.file}`,
      async (request, reply) => {
        const username = userRef.safeParse(request.params.username);
        if (!username.success) throw new DomainError('not_found', 'There is no such author.');
        const author = await blog.getAuthor(readerOf(request), username.data);
        const name = author.displayName || author.username;
        const path = userPath(author.username);
        return sendFeed(request, reply, {
          format,
          subject: {
            title: `${name} · ${site.name}`,
            description: `The newest posts of ${name}.`,
            path,
            folder: path,
          },
          filter: { author: author.username },
        });
      },
    );

    app.get<{ Params: { tag: string } }>(`/tags/:tag/${format.file}`, async (request, reply) => {
      const tag = tagName.safeParse(request.params.tag);
      if (!tag.success) throw new DomainError('not_found', 'There is no such tag.');
      const path = tagPath(tag.data);
      return sendFeed(request, reply, {
        format,
        subject: {
          title: `#${tag.data} · ${site.name}`,
          description: `The newest posts with the tag ${tag.data}.`,
          path,
          folder: path,
        },
        filter: { tag: tag.data },
      });
    });
  }
}
