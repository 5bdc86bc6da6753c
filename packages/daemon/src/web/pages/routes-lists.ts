// Lists of posts: the front page, an author's and a tag's; and the list of tags.

import { userRef } from '@parley/shared/accounts';
import { tagName } from '@parley/shared/blog';
import { DomainError } from '@parley/shared/errors';
import type { FastifyInstance } from 'fastify';
import { sendMoved } from './answer.ts';
import { type PageContext, readerOf } from './page-context.ts';
import { type PostLists, readParameter } from './post-lists.ts';
import { sendPage } from './send-page.ts';
import { olderPath, tagPath, userPath } from './site.ts';
import { viewAuthor, viewFront, viewTag, viewTags } from './view-others.ts';
import { renderTagsText } from './view-text.ts';

export function addListRoutes(
  app: FastifyInstance,
  { site, blog }: PageContext,
  lists: PostLists,
): void {
  app.get('/', async (request, reply) => {
    const cursor = readParameter(request.query, 'cursor');
    const content = await lists.read(readerOf(request), cursor, {});
    const older = olderPath('/', content.nextCursor);
    return lists.send(request, reply, {
      page: viewFront(site, content),
      title: site.name,
      content,
      older,
    });
  });

  app.get<{ Params: { username: string } }>('/@:username', async (request, reply) => {
    const scope = readerOf(request);
    const cursor = readParameter(request.query, 'cursor');
    const username = userRef.safeParse(request.params.username);
    if (!username.success) throw new DomainError('not_found', 'There is no such author.');
    const author = await blog.getAuthor(scope, username.data);
    const path = userPath(author.username);
    if (author.username !== request.params.username) return sendMoved(reply, site, path);
    const content = await lists.read(scope, cursor, { author: author.username });
    const name = `@${author.username}`;
    return lists.send(request, reply, {
      page: viewAuthor(site, author, content),
      title: author.displayName ? `${author.displayName} (${name})` : name,
      content,
      older: olderPath(path, content.nextCursor),
    });
  });

  app.get<{ Params: { tag: string } }>('/tags/:tag', async (request, reply) => {
    const cursor = readParameter(request.query, 'cursor');
    const tag = tagName.safeParse(request.params.tag);
    if (!tag.success) throw new DomainError('not_found', 'There is no such tag.');
    const path = tagPath(tag.data);
    if (tag.data !== request.params.tag) return sendMoved(reply, site, path);
    const content = await lists.read(readerOf(request), cursor, { tags: [tag.data] });
    if (content.entries.length === 0) {
      throw new DomainError('not_found', `No post has the tag #${tag.data}.`);
    }
    return lists.send(request, reply, {
      page: viewTag(site, tag.data, content),
      title: `#${tag.data}`,
      content,
      older: olderPath(path, content.nextCursor),
    });
  });

  app.get('/tags', async (request, reply) => {
    const { items } = await blog.listTags(readerOf(request));
    const text = () => renderTagsText(items);
    return sendPage(request, reply, { site, page: viewTags(site, items), text });
  });
}
