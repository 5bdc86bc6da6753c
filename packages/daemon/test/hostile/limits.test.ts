// Limits that hold however many daemons there are, and whatever a caller says of where it comes from.

import { expect, test } from 'vitest';
import { createTestDatabase } from '../support/postgres.ts';
import { createWebWorld, type WebWorld } from '../support/web.ts';

const range = (length: number) => Array.from({ length }, (_, index) => index + 1);

/** Three daemons on one database, behind a proxy whose word they take. */
async function startThree(rates: Parameters<typeof createWebWorld>[0] & object) {
  const database = await createTestDatabase();
  const worlds: WebWorld[] = [];
  for (const _ of range(3)) worlds.push(await createWebWorld({ ...rates, database }));
  return {
    worlds,
    async [Symbol.asyncDispose]() {
      for (const world of worlds) await world[Symbol.asyncDispose]();
      await database.drop();
    },
  };
}

async function guess(world: WebWorld, forwardedFor?: string): Promise<number> {
  const response = await fetch(`${world.url}/trpc/accounts.login`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(forwardedFor && { 'x-forwarded-for': forwardedFor }),
    },
    body: JSON.stringify({ login: 'ada', password: 'wrong' }),
  });
  await response.text();
  return response.status;
}

/** How many of so many guesses were listened to, sent to all daemons in turn and 30 at a time. */
async function countHeard(
  worlds: readonly WebWorld[],
  total: number,
  from: (index: number) => string | undefined = () => undefined,
): Promise<number> {
  const statuses: number[] = [];
  for (let done = 0; done < total; done += 30) {
    const some = range(Math.min(30, total - done)).map((index) =>
      guess(worlds[index % worlds.length]!, from(done + index)),
    );
    statuses.push(...(await Promise.all(some)));
  }
  expect(new Set(statuses)).toEqual(new Set([401, 429]));
  return statuses.filter((status) => status === 401).length;
}

test('row 27, I15: 1,000 guesses across three daemons are as many as one would hear; a /64 is one caller', async () => {
  const rates = { login: { points: 20, seconds: 3_600 } };
  await using three = await startThree({ rates, trustProxy: ['127.0.0.1'] });
  const { worlds } = three;
  await worlds[0]!.signUp('ada');
  expect(await countHeard(worlds, 1_000)).toBe(20);
  const sameNetwork = (index: number) => `2001:db8:1:2:${index.toString(16)}::1`;
  expect(await countHeard(worlds, 300, sameNetwork)).toBe(20);
  expect(await guess(worlds[0]!, '2001:db8:1:3::1')).toBe(401);
});

test('row 26: who names another address in each request is one caller all the same', async () => {
  await using three = await startThree({ rates: { login: { points: 20, seconds: 3_600 } } });
  const { worlds } = three;
  await worlds[0]!.signUp('ada');
  expect(await countHeard(worlds, 300, (index) => `203.0.113.${index % 250}`)).toBe(20);
});

test('I15: no stretch of the window lets more pass, also around its edge, whatever daemon is asked', async () => {
  await using three = await startThree({ rates: {} });
  const { sessions, repo } = three.worlds[0]!;
  const [, other] = three.worlds;
  const rate = { points: 5, seconds: 60 };
  const take = (index: number) => (index % 2 ? sessions : other!.sessions).takeAttempt('key', rate);
  const takeMany = async (count: number) => {
    const waits = await Promise.all(range(count).map(take));
    return { taken: waits.filter((ms) => ms === 0).length, waits: waits.filter((ms) => ms > 0) };
  };
  /** Time goes by: everything was so much earlier. */
  const pass = (seconds: number) => repo.sql`
    update attempts set taken = array(
      select t - make_interval(secs => ${seconds}) from unnest(taken) as t
    )`;
  expect((await takeMany(3)).taken).toBe(3);
  await pass(50);
  const second = await takeMany(20);
  expect(second.taken).toBe(2);
  for (const ms of second.waits) expect(ms).toBeLessThanOrEqual(10_000);
  // Around the edge: the first three have left the window, the last two have not.
  await pass(11);
  const third = await takeMany(20);
  expect(third.taken).toBe(3);
  for (const ms of third.waits) expect(ms).toBeGreaterThan(10_000);
  await pass(61);
  expect((await takeMany(20)).taken).toBe(5);
  await pass(3 * 86_400);
  await sessions.sweepTokens();
  expect(await repo.sql`select 1 from attempts`).toEqual([]);
});

test('however much an operator allows, a key keeps a bounded number of times', async () => {
  await using world = await createWebWorld();
  const { sql } = world.repo;
  await sql`
    insert into attempts (key, taken)
    select 'key', array_agg(clock_timestamp()) from generate_series(1, 1000)`;
  const rate = { points: 1_000_000, seconds: 3_600 };
  expect(await world.sessions.takeAttempt('key', rate)).toBeGreaterThan(0);
  await sql`update attempts set taken[1] = now() - interval '2 hours'`;
  expect(await world.sessions.takeAttempt('key', rate)).toBe(0);
  const [row] = await sql`select cardinality(taken) as kept from attempts`;
  expect(row).toEqual({ kept: 1_000 });
});
