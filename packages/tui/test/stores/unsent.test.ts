// Lines that were not sent before the client ended can be sent afterwards, and are stored once.

import { afterEach, expect, test } from 'vitest';
import {
  type AppStore,
  createEffects,
  type Effects,
  formatUnsent,
  parseUnsent,
  sayUnsent,
  takeUnsent,
  unsentLines,
} from '../../src/stores/index.ts';
import { createFakeServer, type FakeServer } from '../support/fake-server.ts';
import { createScreenlessPorts, createScreenlessStore } from '../support/screenless.ts';
import { createKeptPostsInMemory } from '../support/seat.tsx';

let running: Effects[] = [];
afterEach(() => {
  for (const effects of running) effects.stop();
  running = [];
});

async function startClient(server: FakeServer, kept = '', user = 'ada') {
  const store = createScreenlessStore();
  const keptPosts = createKeptPostsInMemory();
  const ports = createScreenlessPorts({ openApi: server.openApi, keptPosts }, user);
  const effects = createEffects(store, ports, { unsent: unsentLines(parseUnsent(kept), 'x') });
  running.push(effects);
  await effects.session.start('x');
  return { store, effects };
}

const outboxOf = (store: AppStore, roomId: string) =>
  store.getState().rooms.get(roomId)?.outbox ?? [];

async function writeOffline(server: FakeServer, roomId: string) {
  const { store, effects } = await startClient(server);
  server.cut();
  effects.sending.send(roomId, { body: 'written offline' });
  const kept = formatUnsent(takeUnsent(store.getState()));
  expect(sayUnsent(store.getState())).toMatch(/^A message was not sent/u);
  // As when it is killed: no line goes out any more.
  effects.stop();
  server.mend();
  return kept;
}

test('a line comes back to its room, says so, and goes out when it is asked for', async () => {
  const server = createFakeServer();
  server.addUser('ada');
  const roomId = server.addRoom('lobby');
  const kept = await writeOffline(server, roomId);
  const { store, effects } = await startClient(server, kept);
  expect(outboxOf(store, roomId)).toMatchObject([{ body: 'written offline', state: 'failed' }]);
  await expect
    .poll(() => store.getState().notice?.text, { timeout: 20_000 })
    .toContain('Not sent before Parley ended, in #lobby');
  expect(server.messagesOf('lobby')).toEqual([]);
  effects.sending.retry(roomId, outboxOf(store, roomId)[0]!.clientId);
  await expect.poll(() => outboxOf(store, roomId), { timeout: 20_000 }).toEqual([]);
  expect(server.messagesOf('lobby').map(({ body }) => body)).toEqual(['written offline']);
});

test('a line whose answer alone was lost is not stored a second time, and is shown once', async () => {
  const server = createFakeServer();
  server.addUser('ada');
  const roomId = server.addRoom('lobby');
  const kept = await writeOffline(server, roomId);
  const once = await startClient(server, kept);
  const [line] = outboxOf(once.store, roomId);
  once.effects.sending.retry(roomId, line!.clientId);
  await expect.poll(() => outboxOf(once.store, roomId), { timeout: 20_000 }).toEqual([]);
  for (let index = 0; index < 300; index++) server.say('ada', 'lobby', `later ${index}`);
  const { store, effects } = await startClient(server, kept);
  if (outboxOf(store, roomId).length > 0) effects.sending.retry(roomId, line!.clientId);
  await expect.poll(() => outboxOf(store, roomId), { timeout: 20_000 }).toEqual([]);
  const stored = server.messagesOf('lobby').filter(({ body }) => body === 'written offline');
  expect(stored).toHaveLength(1);
});

test('what somebody else wrote on this computer is not shown to who logs in after them', async () => {
  const server = createFakeServer();
  server.addUser('ada');
  server.addUser('bob');
  const roomId = server.addRoom('lobby');
  const kept = await writeOffline(server, roomId);
  const { store } = await startClient(server, kept, 'bob');
  expect(outboxOf(store, roomId)).toEqual([]);
});
