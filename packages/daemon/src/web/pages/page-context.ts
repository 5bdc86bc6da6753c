// What every route of the pages is given, and who reads there.

import type { FastifyRequest } from 'fastify';
import { anonymousScope, type Scope } from '../../accounts/index.ts';
import type { Blog } from '../../blog/index.ts';
import type { Texts } from './markdown-cache.ts';
import type { Site } from './site.ts';

export interface PageContext {
  site: Site;
  blog: Blog;
  texts: Texts;
}

/** Pages are the same for everybody: they read no token and no cookie. */
export const readerOf = (request: FastifyRequest): Scope => anonymousScope(request.ip);

export const htmlType = 'text/html; charset=utf-8';
export const textType = 'text/plain; charset=utf-8';
export const markdownType = 'text/markdown; charset=utf-8';
