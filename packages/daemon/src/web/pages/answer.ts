// Answers of pages and feeds: validators, conditional requests, caching.

import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { textType } from './page-context.ts';
import type { Site } from './site.ts';

export interface Answer {
  type: string;
  body: string;
  status?: number;
  lastModified?: Date | null;
  /** Only the caller's own cache may keep it. */
  isPrivate?: boolean;
  /** The same address answers other readers in another form. */
  varies?: boolean;
}

/**
 * Caches may hold a page for five seconds, and show it for half a minute more while they ask anew:
 * a published post is everywhere, and one taken back nowhere, within the time that a person notices.
 */
const freshness = 'max-age=5, stale-while-revalidate=30';

export function sendAnswer(request: FastifyRequest, reply: FastifyReply, answer: Answer) {
  const { status = 200, lastModified } = answer;
  if (answer.varies) reply.header('vary', 'Accept');
  if (status !== 200) {
    reply.header('cache-control', 'no-store');
    return reply.status(status).type(answer.type).send(answer.body);
  }
  const etag = `"${createHash('sha256').update(answer.body).digest('base64url').slice(0, 27)}"`;
  reply.header('etag', etag);
  reply.header('cache-control', `${answer.isPrivate ? 'private' : 'public'}, ${freshness}`);
  if (lastModified) reply.header('last-modified', lastModified.toUTCString());
  if (isUnchanged(request, etag, lastModified)) return reply.status(304).send();
  return reply.type(answer.type).send(answer.body);
}

/**
 * Leads to another path of the site. Asked anew each time: a post may get an old slug back, and a cache that
 * kept both ways would send its reader in a circle. The words are for `curl` without `-L`.
 */
export function sendMoved(reply: FastifyReply, site: Site, path: string) {
  return reply
    .status(301)
    .header('location', site.path(path))
    .header('cache-control', 'no-cache')
    .type(textType)
    .send(`Moved to ${site.absolute(path)}\n`);
}

/** As RFC 9110 orders it: the tag, where one is given, is asked alone. */
function isUnchanged(request: FastifyRequest, etag: string, lastModified?: Date | null): boolean {
  const tags = request.headers['if-none-match'];
  if (tags !== undefined) {
    return tags.split(',').some((tag) => ['*', etag].includes(tag.trim().replace(/^W\//, '')));
  }
  const since = Date.parse(request.headers['if-modified-since'] ?? '');
  // The header counts whole seconds.
  return !!lastModified && Math.floor(lastModified.getTime() / 1_000) * 1_000 <= since;
}

export function latest(times: readonly (string | null)[]): Date | null {
  const newest = times.reduce<string | null>((a, b) => (b !== null && b > (a ?? '') ? b : a), null);
  return newest === null ? null : new Date(newest);
}
