// Two real daemons on one database: what crosses, and what is left when one is killed.

import type { PresenceState } from '@parley/shared/presence';
import { describe, expect, test, vi } from 'vitest';
import { hasNatsServer, startNatsServer } from '../packages/daemon/test/support/nats-server.ts';
import { createTestDatabase } from '../packages/daemon/test/support/postgres.ts';
import { startBalancer } from './support/balancer.ts';
import { connectHttp, connectLive, followRoom, register, sendSurely } from './support/client.ts';
import { type DaemonProcess, startDaemon } from './support/daemon.ts';

const range = (length: number) => Array.from({ length }, (_, index) => index + 1);
const patient = { timeout: 30_000 };

/** Two daemons on a database of their own; `pubsub` as in the configuration. */
async function startTwo(pubsub: string) {
  const database = await createTestDatabase();
  const env = { DATABASE_URL: database.url, PARLEY_PUBSUB: pubsub };
  const a = await startDaemon(env);
  const b = await startDaemon(env);
  return {
    a,
    b,
    async [Symbol.asyncDispose]() {
      await b[Symbol.asyncDispose]();
      await a[Symbol.asyncDispose]();
      await database.drop();
    },
  };
}

/** Names of those who are in the lobby, as this daemon knows them. */
async function listPresent(daemon: DaemonProcess, token: string): Promise<string[]> {
  const client = connectHttp(daemon.url, token);
  const { id } = await client.chat.getRoom.query({ room: 'lobby' });
  const state: PresenceState = await client.presence.list.query({ topic: `room:${id}` });
  return Object.values(state)
    .map(({ metas }) => metas[0]!.username)
    .sort();
}

async function tryCrossing(pubsub: string): Promise<void> {
  await using two = await startTwo(pubsub);
  const ada = await register(two.a.url, 'ada');
  const bob = await register(two.b.url, 'bob');
  await using adaLive = connectLive(two.a.url, ada);
  await using bobLive = connectLive(two.b.url, bob);
  const [atA, atB] = [followRoom(adaLive, 'lobby'), followRoom(bobLive, 'lobby')];
  for (const daemon of [two.a, two.b]) {
    await vi.waitFor(async () => {
      expect(await listPresent(daemon, ada)).toEqual(['ada', 'bob']);
    }, patient);
  }
  const send = (url: string, token: string, clientId: string) =>
    connectHttp(url, token).chat.sendMessage.mutate({ room: 'lobby', body: clientId, clientId });
  for (const index of range(20)) {
    await send(two.a.url, ada, `a${index}`);
    await send(two.b.url, bob, `b${index}`);
  }
  await connectHttp(two.a.url, ada).chat.sendTyping.mutate({ room: 'lobby' });
  await vi.waitFor(() => {
    expect(atA.seqs()).toEqual(range(40));
    expect(atB.seqs()).toEqual(range(40));
    expect(atB.events.map(({ type }) => type)).toContain('typing');
  }, patient);
  expect(atA.messages().map(({ body }) => body)).toEqual(atB.messages().map(({ body }) => body));

  // The administrator sees both connections from either daemon, and ends the one on the other.
  const { admin } = connectHttp(two.a.url, ada);
  const { items, daemons } = await admin.listConnections.query();
  expect(items.map(({ user }) => user?.username)).toEqual(['ada', 'bob']);
  expect(daemons.map(({ name }) => name)).toEqual(items.map(({ daemon }) => daemon));
  expect(daemons).toMatchObject([
    { hasAnswered: true, name: expect.stringContaining(`:${two.a.pid}:`) },
    { hasAnswered: true, name: expect.stringContaining(`:${two.b.pid}:`) },
  ]);
  const ended = await admin.disconnect.mutate({ id: items[1]!.id });
  expect(ended).toEqual({ ok: true, daemon: daemons[1]!.name });
  await vi.waitFor(async () => {
    const next = (await admin.listConnections.query()).items;
    expect(next.map(({ user }) => user?.username)).toEqual(['ada', 'bob']);
    expect(next[1]!.id).not.toBe(items[1]!.id);
  }, patient);

  // Bob logs out on the other daemon: his connection here is closed, and he is seen no more.
  await connectHttp(two.a.url, bob).accounts.logout.mutate();
  await vi.waitFor(async () => expect(await listPresent(two.a, ada)).toEqual(['ada']), patient);
  const heard = atB.seqs().length;
  await send(two.a.url, ada, 'last');
  await vi.waitFor(() => expect(atA.seqs()).toHaveLength(41), patient);
  expect(atB.seqs()).toHaveLength(heard);
}

describe('chat, typing, presence and revocation cross', () => {
  test('by way of PostgreSQL', () => tryCrossing('postgres'), 120_000);

  test.runIf(hasNatsServer)(
    'by way of NATS',
    async () => {
      await using server = await startNatsServer();
      await tryCrossing(`nats://127.0.0.1:${server.port}`);
    },
    120_000,
  );
});

test('F36: the people of a killed daemon vanish from the other within 15 s; one that stops takes them along', async () => {
  await using two = await startTwo('postgres');
  const ada = await register(two.a.url, 'ada');
  const bob = await register(two.b.url, 'bob');
  await using adaLive = connectLive(two.a.url, ada);
  await using bobLive = connectLive(two.b.url, bob);
  followRoom(adaLive, 'lobby');
  followRoom(bobLive, 'lobby');
  const bothAreThere = () =>
    vi.waitFor(async () => expect(await listPresent(two.b, bob)).toEqual(['ada', 'bob']), patient);
  const onlyBobIs = (timeout: number) =>
    vi.waitFor(async () => expect(await listPresent(two.b, bob)).toEqual(['bob']), { timeout });
  await bothAreThere();
  await two.a.kill();
  await onlyBobIs(15_000);
  await two.a.restart();
  await bothAreThere();
  expect(await two.a.stop()).toBe(0);
  await onlyBobIs(15_000);
}, 180_000);

test('F38: daemons are killed in turn behind a balancer: every message once, dense, the same for everybody', async () => {
  await using two = await startTwo('postgres');
  await using balancer = await startBalancer([two.a.port, two.b.port]);
  const { url } = balancer;
  const tokens = await Promise.all(['ada', 'bob', 'cyd'].map((name) => register(url, name)));
  await using first = connectLive(url, tokens[0]!);
  await using second = connectLive(url, tokens[1]!);
  const followers = [first, second].map((live) => followRoom(live, 'lobby'));
  await vi.waitFor(() => {
    for (const { events } of followers) expect(events.length).toBeGreaterThan(1);
  }, patient);

  const rounds = 4;
  const perRound = 60;
  const acknowledged: number[] = [];
  for (const round of range(rounds)) {
    const sends = range(perRound).map(async (index) => {
      const clientId = `r${round}-${index}`;
      const token = tokens[index % 3]!;
      const message = { room: 'lobby', body: clientId, clientId };
      acknowledged.push((await sendSurely(() => connectHttp(url, token), message)).seq);
    });
    const some = (round - 1) * perRound + 5 + round * 7;
    await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(some), {
      ...patient,
      interval: 1,
    });
    const killed = round % 2 === 0 ? two.a : two.b;
    await killed.kill();
    await balancer.cut();
    await Promise.all(sends);
    await killed.restart();
  }
  const total = rounds * perRound;
  expect(acknowledged.sort((x, y) => x - y)).toEqual(range(total));
  await vi.waitFor(() => {
    for (const { seqs } of followers) expect(seqs()).toEqual(range(total));
  }, patient);
}, 240_000);
