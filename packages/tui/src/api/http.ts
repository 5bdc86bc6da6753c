// Calls over plain HTTP, one request each: for commands, which come, ask and go.

import type { AppRouter } from '@parley/daemon';
import type { TRPCLink } from '@trpc/client';
// By its own path, and not `httpLink`: that one looks for FormData, which loads all of undici.
import { httpBatchLink } from '@trpc/client/links/httpBatchLink';
import { type Api, createDomainClient } from './domain-client.ts';
import { type Fetch, fetchOverHttp } from './http-fetch.ts';

export interface ApiOptions {
  /** Normalised: `https://parley.example.org`. */
  readonly server: string;
  readonly token: string | null;
  readonly fetch?: Fetch;
}

export function createApi(options: ApiOptions): Api {
  return createDomainClient(options.server, [createHttpLink(options)]);
}

export function createHttpLink({ server, token, fetch }: ApiOptions): TRPCLink<AppRouter> {
  return httpBatchLink({
    url: `${server}/trpc`,
    maxItems: 1,
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
    fetch: fetch ?? fetchOverHttp,
  });
}
