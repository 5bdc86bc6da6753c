// The public pages put together: what serves them, in what form, under which limits.

import { errorTable } from '@parley/shared/errors';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Blog } from '../../blog/index.ts';
import type { Logger } from '../../telemetry/index.ts';
import { toRequestError } from '../errors.ts';
import type { RateLimits } from '../rate-limits.ts';
import { assets, icon } from './assets.ts';
import { createMarkdownCache } from './markdown-cache.ts';
import { readerOf } from './page-context.ts';
import { createPostLists } from './post-lists.ts';
import { addFeedRoutes } from './routes-feeds.ts';
import { addListRoutes } from './routes-lists.ts';
import { addMapRoutes } from './routes-maps.ts';
import { addPostRoutes } from './routes-posts.ts';
import { addRoomRoutes } from './routes-rooms.ts';
import { addSearchRoute } from './routes-search.ts';
import { setSecurityHeaders } from './security.ts';
import { sendPage } from './send-page.ts';
import { createSite, type SiteOptions } from './site.ts';
import { viewError } from './view-others.ts';
import { renderErrorText } from './view-text.ts';

export interface PagesOptions {
  site: SiteOptions;
  blog: Blog;
  rateLimits: RateLimits;
  log: Logger;
}

const readsForever = 'public, max-age=31536000, immutable';

/** The pages as a plugin of their own, and how the server answers a browser that strays elsewhere. */
export function createPages({ site: options, blog, rateLimits, log }: PagesOptions) {
  const site = createSite(options);

  function sendError(request: FastifyRequest, reply: FastifyReply, error: unknown) {
    const { code, message, retryAfter } = toRequestError(error);
    if (code === 'internal') log.error({ err: error, requestId: request.id }, 'page failed');
    // Also for what no route of the pages was asked for.
    setSecurityHeaders(reply);
    if (retryAfter !== undefined) reply.header('retry-after', retryAfter);
    // A query that is wrong in itself is no field of a form here.
    const status = code === 'invalid' ? 400 : errorTable[code].status;
    const text = () => renderErrorText(message);
    return sendPage(request, reply, { site, status, page: viewError(site, status, message), text });
  }

  return {
    sendError,
    /** Whether a request that nothing serves is a browser's. */
    isForReader: ({ method, headers, url }: FastifyRequest): boolean =>
      (method === 'GET' || method === 'HEAD') &&
      /\btext\/html\b/.test(headers.accept ?? '') &&
      !/^\/(?:trpc|api|internal)(?:\/|$)/.test(url),

    async plugin(app: FastifyInstance): Promise<void> {
      app.addHook('onSend', async (_request, reply) => setSecurityHeaders(reply));
      app.setErrorHandler((error, request, reply) => sendError(request, reply, error));
      for (const { path, type, body } of assets) {
        app.get(path, (_request, reply) =>
          reply.header('cache-control', readsForever).type(type).send(body),
        );
      }
      app.get('/favicon.ico', (_request, reply) => reply.redirect(site.path(icon.path), 302));
      await app.register(async (limited) => {
        limited.addHook('onRequest', async (request) => {
          await rateLimits.consume('pages', readerOf(request));
        });
        const context = { site, blog, texts: createMarkdownCache() };
        const lists = createPostLists(context);
        addPostRoutes(limited, context);
        addListRoutes(limited, context, lists);
        addSearchRoute(limited, context, lists);
        addFeedRoutes(limited, context);
        addMapRoutes(limited, context);
        addRoomRoutes(limited, context);
      });
    },
  };
}
