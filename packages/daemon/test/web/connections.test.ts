// The registry of connections: who sees it, what it holds, and ending one.

import { expect, test, vi } from 'vitest';
import { listenToRoom } from '../support/room-listener.ts';
import { createWebWorld } from '../support/web.ts';

test('an administrator sees every connection with its user, device, address and topics, and ends one', async () => {
  await using world = await createWebWorld();
  const [admin, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const listener = listenToRoom(world.live(bob.token), 'lobby');
  await vi.waitFor(() => expect(listener.types()).toContain('presence.state'));
  const list = async () => (await world.http(admin.token).admin.listConnections.query()).items;
  const [connection] = await list();
  expect(connection!.daemon).toBe(world.presence.node);
  expect(connection).toMatchObject({
    user: { username: 'bob' },
    address: '127.0.0.1',
    topics: ['chat.onRoom lobby'],
  });
  const refused = { data: { domain: { code: 'forbidden' } } };
  const { admin: byBob } = world.http(bob.token);
  await expect(byBob.listConnections.query()).rejects.toMatchObject(refused);
  await expect(byBob.disconnect.mutate({ id: connection!.id })).rejects.toMatchObject(refused);
  await world.http(admin.token).admin.disconnect.mutate({ id: connection!.id });
  // The client comes back by itself, as another connection.
  await vi.waitFor(async () => {
    const [next] = await list();
    expect(next).toMatchObject({ user: { username: 'bob' }, topics: ['chat.onRoom lobby'] });
    expect(next!.id).not.toBe(connection!.id);
  });
  const audit = await world.repo.sql`
    select subject from audit_events where action = 'accounts.end_connection'`;
  expect(audit).toMatchObject([{ subject: `connection:${connection!.id}` }]);
});

test('a subscription that ended is no topic of its connection any more', async () => {
  await using world = await createWebWorld();
  const { token } = await world.signUp('ada');
  const live = world.live(token);
  const first = listenToRoom(live, 'lobby');
  const second = listenToRoom(live, 'lobby');
  await vi.waitFor(() => expect(second.types()).toContain('presence.state'));
  first.stop();
  await vi.waitFor(async () => {
    const { items } = await world.http(token).admin.listConnections.query();
    expect(items).toMatchObject([{ topics: ['chat.onRoom lobby'] }]);
  });
});
