// What may be called with a login, or read without one, is limited for all daemons together.

import { expect, test, vi } from 'vitest';
import { anonymousScope } from '../../src/accounts/index.ts';
import { createBus } from '../../src/pubsub/bus.ts';
import { openPostgresCarrier } from '../../src/pubsub/postgres.ts';
import { type Clock, systemClock, systemIds } from '../../src/telemetry/index.ts';
import { createRateLimits, type Rates } from '../../src/web/rate-limits.ts';
import { findTarget, reachThrough } from '../support/database-proxy.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { openTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { createWebWorld, type WebWorld } from '../support/web.ts';
import { createWorld, silentLog } from '../support/world.ts';

const range = (length: number) => Array.from({ length }, (_, index) => index);
const patient = { timeout: 20_000 };

/** The system's clock, which a test can put on; a daemon that was put on has been there for a while. */
function createLeapingClock() {
  let leapMs = 0;
  const clock: Clock = { ...systemClock, monotonic: () => systemClock.monotonic() + leapMs };
  return {
    clock,
    settle() {
      leapMs += 10_000;
    },
  };
}

/** Daemons that hear each other by way of their database. */
async function openDaemons(rates: Partial<Rates>) {
  const database = await createTestDatabase();
  const closers: (() => Promise<void>)[] = [() => database.drop()];
  return {
    async start() {
      const leaping = createLeapingClock();
      const bus = createBus({
        open: openPostgresCarrier(database.url),
        origin: systemIds.uuid(),
        clock: systemClock,
        log: silentLog,
        onError: (error) => {
          throw error;
        },
      });
      await bus.connected;
      const world = await createWebWorld({ database, bus, rates, clock: leaping.clock });
      closers.unshift(
        async () => world[Symbol.asyncDispose](),
        () => bus.close(),
      );
      return { ...world, settle: leaping.settle };
    },
    async [Symbol.asyncDispose]() {
      for (const close of closers) await close();
    },
  };
}

async function meet(worlds: readonly WebWorld[]): Promise<void> {
  await vi.waitFor(() => {
    for (const { presence } of worlds) expect(presence.listPeers()).toHaveLength(worlds.length - 1);
  }, patient);
}

/** How many of so many calls passed, made at the daemons in turn and 30 at a time. */
async function countPassed(total: number, call: (index: number) => Promise<unknown>) {
  let passed = 0;
  for (let done = 0; done < total; done += 30) {
    const some = range(Math.min(30, total - done)).map((index) => call(done + index));
    for (const result of await Promise.allSettled(some)) {
      if (result.status === 'fulfilled') passed += 1;
      else expect(result.reason).toMatchObject({ data: { domain: { code: 'limited' } } });
    }
  }
  return passed;
}

const countStatements = (world: WebWorld) =>
  world.takeQueries().filter((query) => query.includes('insert into rate_counts')).length;

test('I15: three times the limit of calls and of messages at three daemons: the limit passes, and no more than a tenth above it', async () => {
  const rates = { api: { points: 100, seconds: 3_600 }, messages: { points: 60, seconds: 3_600 } };
  await using daemons = await openDaemons(rates);
  const worlds = [await daemons.start(), await daemons.start(), await daemons.start()];
  await meet(worlds);
  for (const { settle } of worlds) settle();
  const { token } = await worlds[0]!.signUp('ada');
  const clients = worlds.map((world) => world.http(token));
  const clientOf = (index: number) => clients[index % clients.length]!;
  for (const world of worlds) countStatements(world);

  const calls = await countPassed(300, (index) => clientOf(index).system.info.query());
  expect(calls).toBeGreaterThanOrEqual(100);
  expect(calls).toBeLessThanOrEqual(110);

  const messages = await countPassed(180, (index) =>
    clientOf(index).chat.sendMessage.mutate({ room: 'lobby', body: 'x', clientId: `c${index}` }),
  );
  expect(messages).toBeGreaterThanOrEqual(60);
  expect(messages).toBeLessThanOrEqual(66);
  const [row] = await worlds[0]!.repo.sql`select count(*)::int as stored from messages`;
  expect(row).toEqual({ stored: messages });
  // Far fewer than the 480 calls: who was refused is refused from memory.
  const statements = worlds.reduce((sum, world) => sum + countStatements(world), 0);
  expect(statements).toBeLessThan(200);
});

test('a daemon alone asks the database for no limit; one that appears in mid-window lets pass what is left', async () => {
  await using daemons = await openDaemons({ api: { points: 100, seconds: 3_600 } });
  const first = await daemons.start();
  first.settle();
  const { token } = await first.signUp('ada');
  const info = (world: WebWorld) => world.http(token).system.info.query();
  expect(await countPassed(80, () => info(first))).toBe(80);
  expect(countStatements(first)).toBe(0);

  const second = await daemons.start();
  await vi.waitFor(async () => {
    expect(await first.repo.sql`select 1 from rate_counts`).toHaveLength(1);
  }, patient);
  const more = await countPassed(200, (index) => info(index % 2 ? first : second));
  expect(more).toBeGreaterThanOrEqual(20);
  expect(more).toBeLessThanOrEqual(30);
});

test('F4: the database is away or silent: no call fails by a limit or waits long, and each daemon keeps its own', async () => {
  const database = await createTestDatabase();
  let proxy: TcpProxy | undefined;
  const world = await createWorld({
    database,
    async reach(url) {
      proxy = await openTcpProxy(findTarget(url));
      return reachThrough(url, proxy.port);
    },
  });
  // Two daemons, and so few points that none passes without a word.
  const rates = { api: { points: 19, seconds: 3_600 }, messages: null, login: null };
  const presence = { listPeers: () => ['other'], watchPeers: () => () => {} };
  const { clock, settle } = createLeapingClock();
  const limits = createRateLimits(rates, { ...world, presence, clock, log: silentLog });
  const scope = anonymousScope('192.0.2.1');
  const countTaken = async (calls: number) => {
    const taken = range(calls).map(() => limits.consume('api', scope));
    const results = await Promise.allSettled(taken);
    return results.filter(({ status }) => status === 'fulfilled').length;
  };
  const countKept = async () => {
    const [row] = await world.repo.sql`
      select (select sum(p) from unnest(points) as p)::int as kept from rate_counts`;
    return row?.kept as number | undefined;
  };
  try {
    expect(await countTaken(5)).toBe(5);
    expect(await countKept()).toBe(5);
    proxy!.swallow(true);
    expect(await countTaken(5)).toBe(5);
    proxy!.swallow(false);
    proxy!.refuse(true);
    settle();
    expect(await countTaken(5)).toBe(5);
    proxy!.refuse(false);
    await vi.waitFor(async () => expect(await countKept()).toBeGreaterThanOrEqual(5), patient);
    settle();
    // What passed meanwhile is counted with the first call after it; twice, where a lost answer was to a count.
    expect(await countTaken(50)).toBeLessThanOrEqual(4);
    expect(await countKept()).toBeGreaterThanOrEqual(15);
  } finally {
    limits.stop();
    await world[Symbol.asyncDispose]();
    await proxy?.[Symbol.asyncDispose]();
    await database.drop();
  }
});
