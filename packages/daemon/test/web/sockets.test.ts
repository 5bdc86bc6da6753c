// The registry of sockets by itself: who is on the way in when the token ends.

import { expect, test } from 'vitest';
import { type ScopeUser, type Sessions, sessionTopic } from '../../src/accounts/index.ts';
import { anonymousScope, userScope } from '../../src/accounts/scope.ts';
import { createIsolatedPubSub } from '../../src/pubsub/index.ts';
import type { Outbox } from '../../src/web/outbox.ts';
import { closeCodes, createSockets, type LiveSocket } from '../../src/web/sockets.ts';

const address = '127.0.0.1';
const user: ScopeUser = { id: 'a', username: 'ada', displayName: 'Ada', role: 'member' };

function setUp() {
  const pubsub = createIsolatedPubSub((error) => {
    throw error;
  });
  const sessions = { readHolders: async () => new Map() } as unknown as Sessions;
  const sockets = createSockets({ pubsub, sessions, isCapped: true });
  const come = (tokenId: string) => {
    const closed: number[] = [];
    const socket: LiveSocket = {
      id: tokenId,
      ws: { close: (code: number) => closed.push(code) } as unknown as LiveSocket['ws'],
      address,
      connectedAt: 0,
      outbox: {} as Outbox,
      scope: anonymousScope(address),
      identity: null,
      next: null,
      shown: null,
      idleSince: null,
      heardAt: 0,
      hasSpoken: false,
      askedAt: 0,
      listTopics: () => [],
    };
    sockets.add(socket);
    const token = { id: tokenId, context: 'session', scopes: [], device: '' } as const;
    return {
      socket,
      closed,
      identify: () => sockets.identify(socket, userScope(user, token, address)),
    };
  };
  const end = (tokenId: string) =>
    pubsub.publish(sessionTopic, { type: 'tokens.revoked', tokenIds: [tokenId] });
  return { come, end, recheck: sockets.recheck };
}

test('row 17: a token that ended is held off over a re-check that begins before it is held', async () => {
  const { come, end, recheck } = setUp();
  const late = come('late');
  end('late');
  await recheck();
  expect(late.identify()).toBe(true);
  expect(late.closed).toEqual([closeCodes.unauthenticated]);
});

test('row 17: a token that ended between being read and being held lets nobody in', () => {
  const { come, end } = setUp();
  const [late, other] = [come('late'), come('other')];
  end('late');
  expect(late.identify()).toBe(true);
  expect(late.closed).toEqual([closeCodes.unauthenticated]);
  expect(late.socket).toMatchObject({ scope: { user: null }, identity: null });
  expect(other.identify()).toBe(true);
  expect(other.closed).toEqual([]);
  expect(other.socket).toMatchObject({ scope: { user: { username: 'ada' } } });
});
