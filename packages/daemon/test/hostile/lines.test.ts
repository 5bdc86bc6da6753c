// Lines of clients that fail: dead without a word, a kilobyte a second, moved on before a restart.

import type { AppRouter } from '@parley/daemon';
import { limits } from '@parley/shared/limits';
import { createTRPCClient, createWSClient, wsLink } from '@trpc/client';
import { expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { listenToRoom } from '../support/room-listener.ts';
import { openTcpProxy } from '../support/tcp-proxy.ts';
import { closing, createWebWorld, openRawSocket, type WebWorld, wireOf } from '../support/web.ts';

const patient = { timeout: 30_000 };
const range = (length: number) => Array.from({ length }, (_, index) => index + 1);

/** A bare socket in the lobby, with the texts it got. */
async function join(world: WebWorld, token: string) {
  const socket = await openRawSocket(world.url, { headers: { authorization: `Bearer ${token}` } });
  const texts: string[] = [];
  socket.on('message', (data) => texts.push(data.toString()));
  const params = { path: 'chat.onRoom', input: { room: 'lobby' } };
  socket.send(JSON.stringify({ id: 1, method: 'subscription', params }));
  await vi.waitFor(() => expect(texts.join()).toContain('presence.state'), patient);
  const seqs = () =>
    texts.flatMap((text) => {
      const [, seq] = /"type":"message\.created","seq":(\d+)/.exec(text) ?? [];
      return seq === undefined ? [] : [Number(seq)];
    });
  return { socket, texts, seqs };
}

/** Does not wait for the farewell of a server that is not there any more: `ws` would for 30 s. */
class ImpatientSocket extends WebSocket {
  constructor(url: string) {
    super(url, { closeTimeout: 500 } as never);
  }
}

test('F13: a line dies without a word: the server drops it, the client notices, comes back and missed nothing', async () => {
  await using world = await createWebWorld({ keepAlive: { pingMs: 1_000, pongWaitMs: 1_000 } });
  await using proxy = await openTcpProxy({
    host: '127.0.0.1',
    port: Number(new URL(world.url).port),
  });
  const { token, scope } = await world.signUp('ada');
  const wsClient = createWSClient({
    url: `ws://127.0.0.1:${proxy.port}/trpc`,
    WebSocket: ImpatientSocket as unknown as typeof globalThis.WebSocket,
    connectionParams: { token },
    retryDelayMs: () => 50,
    keepAlive: { enabled: true, intervalMs: 1_000, pongTimeoutMs: 1_000 },
  });
  const client = createTRPCClient<AppRouter>({ links: [wsLink({ client: wsClient })] });
  const listener = listenToRoom({ client }, 'lobby');
  await vi.waitFor(() => expect(listener.types()).toContain('presence.state'), patient);
  const listIds = async () => {
    const { items } = await world.http(token).admin.listConnections.query();
    return items.map(({ id }) => id);
  };
  const dead = await listIds();
  proxy.freeze();
  for (const index of range(5)) {
    await world.chat.sendMessage(scope, { room: 'lobby', body: 'x', clientId: `c${index}` });
  }
  await vi.waitFor(() => expect(listener.seqs()).toEqual(range(5)), patient);
  await vi.waitFor(async () => {
    for (const id of await listIds()) expect(dead).not.toContain(id);
  }, patient);
  await wsClient.close();
});

test('F17: readers of a kilobyte a second are cut, everybody else hears all in order', async () => {
  await using world = await createWebWorld();
  const { token, scope } = await world.signUp('ada');
  const quick = await Promise.all(range(5).map(() => join(world, token)));
  const slow = await Promise.all(range(3).map(() => join(world, token)));
  const cut = Promise.all(slow.map(({ socket }) => closing(socket)));
  let isCut = false;
  void cut.then(() => {
    isCut = true;
  });
  const timers = slow.map(({ socket }) => {
    const wire = wireOf(socket);
    wire.pause();
    return setInterval(() => wire.read(1_024), 1_000);
  });
  const countSockets = async () =>
    (await world.http(token).admin.listConnections.query()).items.length;
  const body = 'x'.repeat(limits.messageBody);
  let sent = 0;
  // What the kernel keeps for a reader is its own affair: written until the server has had enough.
  while ((await countSockets()) > quick.length && sent < 5_000) {
    await Promise.all(
      range(20).map((index) =>
        world.chat.sendMessage(scope, { room: 'lobby', body, clientId: `c${sent + index}` }),
      ),
    );
    sent += 20;
  }
  expect(sent).toBeLessThan(5_000);
  await vi.waitFor(() => {
    for (const { seqs } of quick) expect(seqs()).toEqual(range(sent));
  }, patient);
  for (const timer of timers) clearInterval(timer);
  for (const { socket } of slow) wireOf(socket).resume();
  for (const { code } of await cut) expect([4008, 1006]).toContain(code);
  expect(isCut).toBe(true);
  for (const { socket, seqs } of slow) {
    expect(seqs().length).toBeLessThan(sent);
    expect(socket.readyState).toBe(socket.CLOSED);
  }
  for (const { socket } of quick) {
    expect(socket.readyState).toBe(socket.OPEN);
    socket.terminate();
  }
});

test('F19: from the reconnect notice on a room is heard over the new connection alone', async () => {
  await using world = await createWebWorld();
  const { token, scope } = await world.signUp('ada');
  const { socket, texts, seqs } = await join(world, token);
  const send = (clientId: string) =>
    world.chat.sendMessage(scope, { room: 'lobby', body: 'x', clientId });
  await send('before');
  const closed = closing(socket);
  const stopped = world.stop();
  const notice = '{"id":null,"method":"reconnect"}';
  await vi.waitFor(() => expect(texts).toContain(notice), patient);
  await send('after');
  expect((await closed).code).toBe(1012);
  await stopped;
  expect(seqs()).toEqual([1]);
  expect(texts.slice(texts.indexOf(notice) + 1)).toEqual([]);
});
