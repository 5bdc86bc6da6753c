// Answers: envelope, ETag, caching, links.

import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Links, Reply, Route } from './route.ts';
import { apiBase } from './versions.ts';

/** @throws when the answer is not what the route's schema says; nothing but that ever leaves. */
export function sendReply(
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
  result: Reply<unknown>,
): FastifyReply {
  reply.header('cache-control', cacheControl(route, request));
  if (result.movedTo !== undefined) {
    return reply
      .status(301)
      .header('location', apiBase + result.movedTo)
      .send();
  }
  const isRead = route.method === 'GET';
  if (result.location !== undefined) reply.header('location', apiBase + result.location);
  if (result.links) reply.header('link', renderLinks(request.url, result.links));
  if (route.status === 204) return reply.status(204).send();
  const body = JSON.stringify({
    data: route.data.parse(result.data),
    ...(route.meta && { meta: route.meta.parse(result.meta) }),
  });
  if (isRead) return sendTagged(request, reply, body, result.version);
  if (result.version !== undefined) reply.header('etag', buildTag(body, result.version));
  return reply.status(route.status).send(body);
}

/** With an ETag; 304 to who has these bytes. */
export function sendTagged(
  request: FastifyRequest,
  reply: FastifyReply,
  body: string,
  version?: number,
): FastifyReply {
  const tag = buildTag(body, version);
  reply.header('etag', tag);
  return matches(request.headers['if-none-match'], tag)
    ? reply.status(304).send()
    : reply.status(200).send(body);
}

function cacheControl(route: Route, request: FastifyRequest): string {
  if (route.method !== 'GET' || route.isSecret) return 'no-store';
  return request.headers.authorization === undefined ? 'no-cache' : 'private, no-cache';
}

/** The version leads, so that the tag of a post does for `If-Match`; the rest tells bytes apart. */
function buildTag(body: string, version?: number): string {
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 16);
  return version === undefined ? `"${hash}"` : `"${version}-${hash}"`;
}

function matches(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  return header.split(',').some((one) => one.trim().replace(/^W\//, '') === tag);
}

function renderLinks(url: string, links: Links): string {
  const [path = '', search = ''] = url.split('?');
  return Object.entries(links)
    .map(([rel, changes]) => {
      const query = new URLSearchParams(search);
      for (const [name, value] of Object.entries(changes)) {
        if (value === null) query.delete(name);
        else query.set(name, String(value));
      }
      const text = query.size === 0 ? path : `${path}?${query}`;
      return `<${text}>; rel="${rel}"`;
    })
    .join(', ');
}
