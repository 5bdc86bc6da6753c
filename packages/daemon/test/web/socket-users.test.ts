// What the registry of sockets knows of users: it stays right, and nothing is kept twice for it.

import { expect, test } from 'vitest';
import type { ScopeUser, Sessions } from '../../src/accounts/index.ts';
import { sessionTopic } from '../../src/accounts/index.ts';
import { createIsolatedPubSub } from '../../src/pubsub/index.ts';
import { createSockets, type LiveSocket } from '../../src/web/sockets.ts';

const userOf = (id: string): ScopeUser => ({
  id,
  username: id,
  displayName: id,
  role: 'member',
});

function setUp(holders: Map<string, ScopeUser>) {
  const pubsub = createIsolatedPubSub((error) => {
    throw error;
  });
  const sessions = { readHolders: async () => holders } as unknown as Sessions;
  const sockets = createSockets({ pubsub, sessions, isCapped: true });
  const closed: string[] = [];
  function connect(userId: string, tokenId: string) {
    const socket = {
      id: `${tokenId} ${sockets.all.size}`,
      address: '127.0.0.1',
      identity: null,
      next: null,
      shown: null,
      ws: { close: (code: number) => closed.push(`${tokenId} ${code}`) },
    } as unknown as LiveSocket;
    sockets.add(socket);
    const token = { id: tokenId, context: 'session', scopes: [], device: '' } as const;
    expect(sockets.identify(socket, { user: userOf(userId), token, address: '127.0.0.1' })).toBe(
      true,
    );
    return socket;
  }
  return { pubsub, sockets, closed, connect };
}

test('a re-check that finds nothing new leaves everybody what they have, and follows what changed', async () => {
  const holders = new Map([
    ['t1', userOf('ada')],
    ['t2', { ...userOf('bob'), role: 'admin' as const }],
  ]);
  const { sockets, closed, connect } = setUp(holders);
  const [ada, bob, eve] = [connect('ada', 't1'), connect('bob', 't2'), connect('eve', 't3')];
  const [before, user] = [ada.scope, ada.scope.user];
  await sockets.recheck();
  expect(ada.scope).toBe(before);
  expect(ada.scope.user).toBe(user);
  expect(bob.scope.user).toEqual({ ...userOf('bob'), role: 'admin' });
  expect(eve.scope.user).toBeNull();
  expect(closed).toEqual(['t3 4001']);
});

test('an ended token closes its own connections alone, and a changed user is told to all of theirs', () => {
  const { pubsub, sockets, closed, connect } = setUp(new Map());
  const [first, second, third] = [connect('ada', 't1'), connect('ada', 't2'), connect('ada', 't2')];
  const bob = connect('bob', 't3');
  pubsub.publish(sessionTopic, { type: 'tokens.revoked', tokenIds: ['t2', 't9'] });
  expect(closed).toEqual(['t2 4001', 't2 4001']);
  expect([second.scope.user, third.scope.user]).toEqual([null, null]);
  sockets.remove(second);
  const user = { ...userOf('ada'), displayName: 'Countess' };
  pubsub.publish(sessionTopic, { type: 'user.changed', user });
  expect(first.scope.user).toEqual(user);
  expect(bob.scope.user).toEqual(userOf('bob'));
  sockets.remove(first);
  sockets.remove(third);
  expect([...sockets.all]).toEqual([bob]);
});
