// One post: as a page, as Markdown, as plain text.

import { postRef } from '@parley/shared/blog';
import { DomainError } from '@parley/shared/errors';
import { limits } from '@parley/shared/limits';
import type { FastifyInstance } from 'fastify';
import { sendAnswer, sendMoved } from './answer.ts';
import { renderPage } from './layout.ts';
import { chooseVariant, type Variant } from './negotiate.ts';
import { htmlType, markdownType, type PageContext, readerOf, textType } from './page-context.ts';
import { postPath } from './site.ts';
import { viewPost } from './view-post.ts';
import { renderPostSource, renderPostText } from './view-text.ts';

interface PostRoute {
  Params: { slug: string };
  Querystring: { comments?: unknown };
}

const suffix = /\.(?<variant>md|txt|html)$/;

export function addPostRoutes(app: FastifyInstance, { site, blog, texts }: PageContext): void {
  app.get<PostRoute>('/posts/:slug', async (request, reply) => {
    const scope = readerOf(request);
    const named = suffix.exec(request.params.slug)?.groups?.variant as Variant | undefined;
    const slug = request.params.slug.replace(suffix, '');
    const ref = postRef.safeParse({ slug });
    if (!ref.success) throw new DomainError('not_found', 'There is no such post.');
    const post = await blog.getPost(scope, ref.data);
    const chosen = chooseVariant(request.headers.accept, request.headers['user-agent']);
    const variant = named ?? chosen.variant;
    if (post.slug !== slug || named === 'html') {
      const ending = named === undefined || named === 'html' ? '' : `.${named}`;
      return sendMoved(reply, site, postPath(post.slug) + ending);
    }
    const negotiation = named ? {} : { varies: true, isPrivate: chosen.isByAgent };
    if (variant === 'md') {
      return sendAnswer(request, reply, {
        ...negotiation,
        type: markdownType,
        body: renderPostSource(site, post),
        lastModified: new Date(post.updatedAt),
      });
    }
    const cursor = typeof request.query.comments === 'string' ? request.query.comments : undefined;
    const comments = await blog.listComments(scope, {
      postId: post.id,
      perPage: limits.pageMax,
      ...(cursor !== undefined && { cursor }),
    });
    // Changes to comments have no time of their own on the post: the tag tells of them.
    return sendAnswer(request, reply, {
      ...negotiation,
      ...(variant === 'txt'
        ? {
            type: textType,
            body: renderPostText(site, post, comments.items, comments.nextCursor !== null),
          }
        : {
            type: htmlType,
            body: renderPage(
              site,
              viewPost(site, {
                texts,
                post,
                comments: comments.items,
                moreComments: comments.nextCursor,
                isFirst: cursor === undefined,
              }),
            ),
          }),
    });
  });
}
