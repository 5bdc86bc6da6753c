// For machines that walk the site: the sitemap in parts, and robots.txt.

import { DomainError } from '@parley/shared/errors';
import type { FastifyInstance } from 'fastify';
import { sendAnswer } from './answer.ts';
import { markup } from './markup.ts';
import { type PageContext, readerOf, textType } from './page-context.ts';
import { postPath } from './site.ts';

/** The most that the protocol allows in one file. */
const addressesPerPart = 50_000;
const xmlType = 'application/xml; charset=utf-8';
const namespace = 'http://www.sitemaps.org/schemas/sitemap/0.9';

export function addMapRoutes(app: FastifyInstance, { site, blog }: PageContext): void {
  app.get('/sitemap.xml', async (request, reply) => {
    const count = await blog.countPublished(readerOf(request));
    const parts = Math.max(1, Math.ceil(count / addressesPerPart));
    const body = markup`<?xml version="1.0" encoding="utf-8"?>
<sitemapindex xmlns="${namespace}">
${Array.from({ length: parts }, (_, part) => markup`<sitemap><loc>${site.absolute(`/sitemap-${part + 1}.xml`)}</loc></sitemap>\n`)}</sitemapindex>
`;
    return sendAnswer(request, reply, { type: xmlType, body: body.toString() });
  });

  app.get<{ Params: { part: string } }>('/sitemap-:part.xml', async (request, reply) => {
    if (!/^[1-9]\d{0,4}$/.test(request.params.part)) throw new DomainError('not_found');
    const part = Number.parseInt(request.params.part, 10) - 1;
    const scope = readerOf(request);
    const posts = await blog.listAddresses(scope, { part, size: addressesPerPart });
    if (part > 0 && posts.length === 0) throw new DomainError('not_found');
    const front = part === 0 && markup`<url><loc>${site.absolute('/')}</loc></url>\n`;
    const urls = posts.map(
      ({ slug, updatedAt }) =>
        markup`<url><loc>${site.absolute(postPath(slug))}</loc><lastmod>${updatedAt}</lastmod></url>\n`,
    );
    const body = markup`<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="${namespace}">
${front}${urls}</urlset>
`;
    return sendAnswer(request, reply, { type: xmlType, body: body.toString() });
  });

  app.get('/robots.txt', (request, reply) =>
    sendAnswer(request, reply, {
      type: textType,
      body: `User-agent: *
Disallow: ${site.path('/search')}
Disallow: ${site.path('/trpc')}
Disallow: ${site.path('/api')}

Sitemap: ${site.absolute('/sitemap.xml')}
`,
    }),
  );
}
