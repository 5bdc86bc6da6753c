// A database that is silent for a while: who waited is told, and the pools are whole again once it speaks.

import { expect, test, vi } from 'vitest';
import { connectRepo } from '../../src/repo/index.ts';
import { findTarget, reachThrough } from '../support/database-proxy.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { openTcpProxy } from '../support/tcp-proxy.ts';

const connections = 3;

test.each(['sql', 'pipeline', 'bounded'] as const)(
  'F4: %s: statements that were given up while their connections opened leave none of them stuck',
  { timeout: 60_000 },
  async (name) => {
    const database = await createTestDatabase();
    await using proxy = await openTcpProxy(findTarget(database.url));
    const repo = connectRepo({ url: reachThrough(database.url, proxy.port), max: connections });
    try {
      proxy.swallow(true);
      const waiting = Array.from({ length: connections + 1 }, () => repo[name]`select 1`);
      for (const { status } of await Promise.allSettled(waiting)) expect(status).toBe('rejected');
      proxy.swallow(false);
      proxy.cut();
      await vi.waitFor(async () => expect(await repo[name]`select 1`).toHaveLength(1), {
        timeout: 20_000,
      });
    } finally {
      await repo.close();
      await database.drop();
    }
  },
);

test('F4: one connection, cut again and again while statements follow each other without a pause, comes back each time', {
  timeout: 120_000,
}, async () => {
  const database = await createTestDatabase();
  await using proxy = await openTcpProxy(findTarget(database.url));
  const repo = connectRepo({ url: reachThrough(database.url, proxy.port) });
  let answered = 0;
  let isOver = false;
  const senders = Array.from({ length: 10 }, async (_, sender) => {
    while (!isOver) {
      try {
        await repo.pipeline`select ${sender}::int, ${['a', 'b']}::text[]`;
        answered += 1;
      } catch {
        // The next one is sent at once, while the lost connection is not closed yet.
      }
    }
  });
  try {
    for (let round = 0; round < 30; round += 1) {
      const before = answered;
      await vi.waitFor(() => expect(answered).toBeGreaterThan(before + 20), {
        interval: 1,
        timeout: 20_000,
      });
      proxy.cut();
    }
  } finally {
    isOver = true;
    await Promise.all(senders);
    await repo.close();
    await database.drop();
  }
});
