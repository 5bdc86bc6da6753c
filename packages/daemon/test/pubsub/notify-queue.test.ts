// F12: a listener that sits in a transaction holds PostgreSQL's queue of notifications up.

import { Client } from 'pg';
import { expect, test, vi } from 'vitest';
import { createBus } from '../../src/pubsub/bus.ts';
import { openPostgresCarrier } from '../../src/pubsub/postgres.ts';
import { connectionUrl, startEmbeddedPostgres } from '../../src/repo/embedded/index.ts';
import { systemClock as clock } from '../../src/telemetry/index.ts';
import { makeDirectory } from '../support/embedded.ts';
import { topic } from './contract.ts';

test('F12: the alarm names the session, and at half a queue it is ended and the queue drains', async () => {
  await using directory = await makeDirectory();
  const server = await startEmbeddedPostgres({
    dataDirectory: directory.path,
    databases: ['parley'],
    // 512 KB, the smallest there is.
    settings: { fsync: 'off', max_notify_queue_pages: '64' },
  });
  const url = connectionUrl(server.connection('parley'));
  const stuck = new Client({ connectionString: url });
  const ended = new Promise<void>((resolve) => stuck.once('end', resolve));
  stuck.on('error', () => {});
  await stuck.connect();
  await stuck.query('listen parley_v1');
  await stuck.query('begin');
  const { rows } = await stuck.query('select pg_backend_pid() as pid');

  const errors: { usage: number; idleInTransaction: number[] }[] = [];
  const bus = createBus({
    open: openPostgresCarrier(url),
    origin: 'test',
    clock,
    log: {
      info() {},
      warn() {},
      error: (fields: unknown) => errors.push(fields as (typeof errors)[number]),
    } as never,
    onError(error) {
      throw error;
    },
  });
  try {
    await bus.connected;
    const fill = (bytes: number) => {
      for (let n = 0; n < bytes / 7_000; n += 1) bus.publish(topic, { n, text: 'x'.repeat(7_000) });
    };
    const patient = { timeout: 30_000 };
    fill(100_000);
    await vi.waitFor(() => expect(errors.length).toBeGreaterThan(0), patient);
    expect(errors[0]!.usage).toBeGreaterThan(0.1);
    expect(errors[0]!.usage).toBeLessThan(0.5);
    expect(errors[0]!.idleInTransaction).toContain(rows[0].pid);
    fill(200_000);
    await ended;
    await vi.waitFor(() => expect(bus.describe().queueUsage).toBeLessThan(0.1), patient);
  } finally {
    await bus.close();
    await stuck.end().catch(() => {});
    await server.stop();
  }
});
