// Faults between the daemon and PostgreSQL: lost answers, cut connections, a full pool, a late start.

import { expect, test, vi } from 'vitest';
import { type DatabaseProxy, openDatabaseProxy } from '../support/database-proxy.ts';
import { listenToRoom, type RoomListener } from '../support/room-listener.ts';
import { createWebWorld, openRawSocket, type WebWorld } from '../support/web.ts';

interface FragileWorld extends WebWorld {
  proxy: DatabaseProxy;
}

async function createFragileWorld(): Promise<FragileWorld> {
  let proxy: DatabaseProxy | undefined;
  const world = await createWebWorld({
    async reach(url) {
      proxy = await openDatabaseProxy(url);
      return proxy.url;
    },
  });
  return {
    ...world,
    proxy: proxy!,
    async [Symbol.asyncDispose]() {
      await world[Symbol.asyncDispose]();
      await proxy![Symbol.asyncDispose]();
    },
  };
}

const range = (length: number) => Array.from({ length }, (_, index) => index + 1);
const messageOf = (index: number) => ({
  room: 'lobby',
  body: `m${index}`,
  clientId: `c${index}`,
});

async function joinLobby(world: WebWorld, token: string): Promise<RoomListener> {
  const listener = listenToRoom(world.live(token), 'lobby');
  await vi.waitFor(() => expect(listener.types()).toContain('presence.state'));
  return listener;
}

/** Sends a message whose answer is lost together with the connection, after the commit. */
async function sendInVain(world: FragileWorld, token: string, index: number): Promise<unknown> {
  world.proxy.loseAnswerTo('insert into messages');
  const sent = world
    .http(token)
    .chat.sendMessage.mutate(messageOf(index))
    .catch((error: unknown) => error);
  await vi.waitFor(async () => {
    const [row] = await world.repo.sql`select count(*)::int as count from messages`;
    expect(row?.count).toBe(index);
  });
  world.proxy.cut();
  return sent;
}

const unavailable = { data: { httpStatus: 503, domain: { code: 'unavailable' } } };

test('F2, F15: an answer lost after the commit: the retry answers the first seq, nothing is doubled', async () => {
  await using world = await createFragileWorld();
  const { token } = await world.signUp('ada');
  expect(await sendInVain(world, token, 1)).toMatchObject(unavailable);
  const send = () => world.http(token).chat.sendMessage.mutate(messageOf(1));
  const [first, second] = [await send(), await send()];
  expect(first.seq).toBe(1);
  expect(second).toEqual(first);
  expect((await world.repo.sql`select 1 from messages`).length).toBe(1);
});

test('F3: a message whose broadcast was lost is heard within seconds, though nothing follows it', async () => {
  await using world = await createFragileWorld();
  const { token } = await world.signUp('ada');
  const listener = await joinLobby(world, token);
  await sendInVain(world, token, 1);
  await vi.waitFor(() => expect(listener.seqs()).toEqual([1]), { timeout: 10_000 });
});

test('F9: broadcasts are lost at random: everybody hears every message once and in order', async () => {
  await using world = await createWebWorld();
  const { token, scope } = await world.signUp('ada');
  const listeners = await Promise.all(range(5).map(() => joinLobby(world, token)));
  const total = 200;
  for (const index of range(total)) {
    world.pubsub.setConnected(index % 7 > 1);
    await world.chat.sendMessage(scope, messageOf(index));
  }
  world.pubsub.setConnected(true);
  await vi.waitFor(
    () => {
      for (const listener of listeners) expect(listener.seqs()).toEqual(range(total));
    },
    { timeout: 15_000 },
  );
});

test('F4: all connections cut again and again under load: what was acknowledged is there, once, in order', async () => {
  await using world = await createFragileWorld();
  const { token } = await world.signUp('ada');
  const listener = await joinLobby(world, token);
  const client = world.http(token);
  const total = 150;
  const acknowledged = new Map<number, number>();
  const sends = range(total).map(async (index) => {
    for (;;) {
      try {
        const { seq } = await client.chat.sendMessage.mutate(messageOf(index));
        acknowledged.set(index, seq);
        return;
      } catch (error) {
        expect(error).toMatchObject(unavailable);
      }
    }
  });
  for (const round of range(6)) {
    await vi.waitFor(() => expect(acknowledged.size).toBeGreaterThanOrEqual(round * 15), {
      interval: 1,
      timeout: 20_000,
    });
    world.proxy.cut();
  }
  await Promise.all(sends);
  const rows = await world.repo.sql`select seq, client_id from messages order by seq`;
  expect(rows.map(({ seq }) => Number(seq))).toEqual(range(total));
  for (const { seq, client_id: clientId } of rows) {
    expect(acknowledged.get(Number(String(clientId).slice(1)))).toBe(Number(seq));
  }
  await vi.waitFor(() => expect(listener.seqs()).toEqual(range(total)), { timeout: 15_000 });
});

test('F29: every connection is busy: calls fail soon with unavailable, health and sockets answer', async () => {
  await using world = await createWebWorld();
  const { token } = await world.signUp('ada');
  const socket = await openRawSocket(world.url);
  const busy = range(8).flatMap(() => [
    world.repo.sql`select pg_sleep(10)`.then(
      () => 'over',
      () => 'ended',
    ),
    world.repo.db.execute('select pg_sleep(10)').then(
      () => 'over',
      () => 'ended',
    ),
  ]);
  const calls = [
    () => world.http(token).chat.listRooms.query(),
    () => world.http().blog.listPosts.query(),
    () => world.http().accounts.login.mutate({ login: 'ada', password: 'x' }),
  ];
  // The statements above are asked for before these.
  await new Promise((resolve) => setImmediate(resolve));
  await Promise.all(calls.map((call) => expect(call()).rejects.toMatchObject(unavailable)));
  expect((await fetch(`${world.url}/healthz`)).status).toBe(200);
  expect((await fetch(`${world.url}/readyz`)).status).toBe(503);
  const pong = new Promise((resolve) => socket.once('message', (data) => resolve(String(data))));
  socket.send('PING');
  expect(await pong).toBe('PONG');
  socket.close();
  await world.repo.sql.unsafe('select 1').catch(() => {});
  // They were told so while it lasted.
  expect(await Promise.race([...busy, Promise.resolve('still busy')])).toBe('still busy');
  await Promise.all(busy);
  expect((await world.http(token).chat.listRooms.query()).items).toHaveLength(1);
});
