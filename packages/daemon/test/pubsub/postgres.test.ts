// The contract over PostgreSQL, and its connection cut, swallowed and refused.

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openPostgresCarrier } from '../../src/pubsub/postgres.ts';
import { connectRepo, type Repo } from '../../src/repo/index.ts';
import { findTarget, reachThrough } from '../support/database-proxy.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { openTcpProxy } from '../support/tcp-proxy.ts';
import { describeContract, durable, meet, openBus, record, topic } from './contract.ts';

let database: TestDatabase;
let repo: Repo;
beforeAll(async () => {
  database = await createTestDatabase();
  repo = connectRepo({ url: database.url, max: 1 });
});
afterAll(async () => {
  await repo.close();
  await database.drop();
});

/** A daemon whose way to the database leads through a proxy. */
async function start() {
  const proxy = await openTcpProxy(findTarget(database.url));
  const { bus } = openBus(openPostgresCarrier(reachThrough(database.url, proxy.port)));
  return {
    bus,
    proxy,
    setConnected: (isConnected: boolean) => proxy.refuse(!isConnected),
    async [Symbol.asyncDispose]() {
      await bus.close();
      await proxy[Symbol.asyncDispose]();
    },
  };
}

const patient = { timeout: 30_000 };

describe('postgres', () => {
  describeContract({ isByTopic: false, start });

  test('F7: its session is ended again and again: it connects anew and what was missed is told', async () => {
    await using a = await start();
    await using b = await start();
    const { heard, missed } = record(b.bus);
    await meet(a.bus, { heard, missed, stop() {} });
    for (let round = 1; round <= 3; round += 1) {
      const before = missed.length;
      await repo.sql`
        select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'parleyd bus'`;
      await vi.waitFor(() => expect(missed.length).toBeGreaterThan(before), patient);
      await vi.waitFor(() => {
        a.bus.publish(topic, { n: round });
        expect(heard).toContain(round);
      }, patient);
    }
  });

  test('F8: a half-open connection is found by its own ping, and replaced', async () => {
    await using a = await start();
    await using b = await start();
    const { heard, missed, stop } = record(b.bus);
    await meet(a.bus, { heard, missed, stop });
    b.proxy.swallow(true);
    await vi.waitFor(() => expect(b.bus.describe()).toMatchObject({ isConnected: false }), patient);
    expect(b.bus.describe().lastError).toBe('it does not hear its own ping');
    const before = missed.length;
    b.proxy.swallow(false);
    await vi.waitFor(() => {
      a.bus.publish(topic, { n: 1 });
      expect(heard).toContain(1);
    }, patient);
    expect(missed.length).toBeGreaterThan(before);
  });

  test('a burst leaves in few statements, and none of them waits for another daemon', async () => {
    await using a = await start();
    await a.bus.connected;
    const count = async () => {
      const [row] = await repo.sql`select xact_commit::int as commits from pg_stat_database
        where datname = current_database()`;
      return Number(row?.commits);
    };
    const before = await count();
    for (let n = 1; n <= 20_000; n += 1) {
      a.bus.publish(durable, { n });
      if (n % 1_000 === 0) await new Promise(setImmediate);
    }
    await a.bus.close();
    expect((await count()) - before).toBeLessThan(200);
  });

  test('what others notify on its channel harms nothing', async () => {
    await using a = await start();
    await using b = await start();
    const { heard, missed, stop } = record(b.bus);
    await meet(a.bus, { heard, missed, stop });
    for (const text of ['', 'x', '[]', '{}', '["x"]', '[1,2,3]', 'ping x', '["o",0,1,7]']) {
      await repo.sql`select pg_notify('parley_v1', ${text})`;
    }
    await vi.waitFor(() => {
      a.bus.publish(topic, { n: 1 });
      expect(heard).toContain(1);
    }, patient);
  });
});
