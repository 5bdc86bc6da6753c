// Who calls over HTTP: the bearer token of a request, as a scope.

import { anonymousScope, type Scope, type Sessions } from '../accounts/index.ts';
import { invalidToken, toTRPCError } from './errors.ts';

export type Authenticate = (header: string | undefined, address: string) => Promise<Scope>;

/** @throws unauthenticated on a token that is not valid; none at all is nobody. */
export function createAuthenticate(sessions: Sessions): Authenticate {
  return async (header, address) => {
    const token = /^Bearer (\S+)$/i.exec(header ?? '')?.[1];
    if (token === undefined) return anonymousScope(address);
    // Outside any procedure, so nothing else gives a fault here its code.
    const scope = await sessions.authenticate(token, address).catch((error: unknown) => {
      throw toTRPCError(error);
    });
    if (!scope) throw toTRPCError(invalidToken());
    return scope;
  };
}
