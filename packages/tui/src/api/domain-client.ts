// The typed client: the daemon's router as methods, whose failures are DomainErrors.

import type { AppRouter } from '@parley/daemon';
import {
  createTRPCClientProxy,
  type TRPCClient,
  type TRPCLink,
  TRPCUntypedClient,
} from '@trpc/client';
import { observable } from '@trpc/server/observable';
import { toDomainError } from './errors.ts';

/** Every call rejects with a `DomainError`, and `onError` is given one, whatever its type says. */
export type Api = TRPCClient<AppRouter>;

export function createDomainClient(server: string, links: TRPCLink<AppRouter>[]): Api {
  return createTRPCClientProxy(new DomainClient(server, links));
}

class DomainClient extends TRPCUntypedClient<AppRouter> {
  readonly #server: string;

  constructor(server: string, links: TRPCLink<AppRouter>[]) {
    super({ links: [translateErrors(server), ...links] });
    this.#server = server;
  }

  // The base class wraps once more what the links report.
  override query(...call: Parameters<TRPCUntypedClient<AppRouter>['query']>) {
    return super.query(...call).catch((error: unknown) => this.#fail(error));
  }

  override mutation(...call: Parameters<TRPCUntypedClient<AppRouter>['mutation']>) {
    return super.mutation(...call).catch((error: unknown) => this.#fail(error));
  }

  #fail(error: unknown): never {
    throw toDomainError(error, this.#server);
  }
}

function translateErrors(server: string): TRPCLink<AppRouter> {
  return () =>
    ({ op, next }) =>
      observable((observer) =>
        next(op).subscribe({
          next: (envelope) => observer.next(envelope),
          complete: () => observer.complete(),
          error: (error) => observer.error(toDomainError(error, server) as unknown as typeof error),
        }),
      );
}
