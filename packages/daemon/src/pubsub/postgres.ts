// The carrier over PostgreSQL: LISTEN and NOTIFY on one connection that nothing else uses.
//
// Away → connecting → listening → away. It is away when the connection ends, when an attempt fails,
// and when its own ping, a NOTIFY to itself every five seconds, is not heard within four: a connection
// that swallows everything looks alive to both ends. Attempts come at doubling intervals.
//
// Payloads never leave inside the transaction that they tell of: PostgreSQL lets transactions with a
// NOTIFY commit one after another only, which would hold all writing to that pace.

import { Socket } from 'node:net';
import pg from 'pg';
import { awaitWithin } from '../supervision/index.ts';
import type { Timer } from '../telemetry/index.ts';
import type { Carrier, CarrierContext, OpenCarrier } from './carrier.ts';
import { createRests } from './rests.ts';

/** With its version: daemons that write payloads another way do not hear each other. */
const channel = 'parley_v1';

/** PostgreSQL takes 7,999 bytes. */
const maxBytes = 7_900;
const pingEveryMs = 5_000;
const answerWithinMs = 4_000;
/** Fuller than this, some session holds notifications back: PostgreSQL refuses commits when it is full. */
const alarmAt = 0.1;
/** Fuller than this, sessions that sit in a transaction are ended, before jobs can no longer be added. */
const endAt = 0.5;
/** Bounds statements to 200 a second; the first after a rest leaves at once. */
const restMs = 5;
const closeMs = 1_000;

const notify = {
  name: 'parley_notify',
  text: 'select pg_notify($1, payload) from unnest($2::text[]) as payload',
};

interface Listening {
  readonly client: pg.Client;
  readonly socket: Socket;
  /** Ends of statements, one after another. */
  idle: Promise<unknown>;
  ping: { count: number; sentAt: number; isAnswered: boolean };
  timer?: Timer;
}

/** @param url of the database, as node-postgres takes it. */
export function openPostgresCarrier(url: string): OpenCarrier {
  return (context) => startPostgresCarrier(url, context);
}

function startPostgresCarrier(url: string, context: CarrierContext): Carrier {
  const { origin, clock, log, onPayload, onConnect } = context;
  const pingPrefix = `ping ${origin} `;
  const rests = createRests({ clock, attempt: () => void attempt() });
  let current: Listening | undefined;
  let connecting: Socket | undefined;
  let isClosed = false;
  let since = clock.now();
  let lastError: string | undefined;
  let lagMs: number | undefined;
  let queueUsage = 0;

  async function attempt(): Promise<void> {
    const socket = new Socket();
    connecting = socket;
    const client = new pg.Client({
      connectionString: url,
      application_name: 'parleyd bus',
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
      stream: () => socket,
    });
    let reason = 'the connection ended';
    const explain = ({ message, code }: Error & { code?: string }) => {
      reason = message || code || reason;
    };
    client.on('error', explain);
    socket.on('error', explain);
    socket.once('close', () => lose(socket, reason));
    client.on('notification', ({ payload = '' }) => hear(payload));
    try {
      await client.connect();
      // What it sends is a hint: nobody waits for the disk.
      await client.query(`set synchronous_commit = off; listen ${channel}`);
    } catch (error) {
      explain(error as Error);
      socket.destroy();
      return;
    }
    if (isClosed || socket.destroyed) return void socket.destroy();
    connecting = undefined;
    current = {
      client,
      socket,
      idle: Promise.resolve(),
      ping: { count: 0, sentAt: 0, isAnswered: true },
    };
    since = clock.now();
    rests.reset();
    if (lastError !== undefined) log.info({}, 'the bus is connected again');
    lastError = undefined;
    sendPing(current);
    onConnect();
  }

  function lose(socket: Socket, reason: string): void {
    if (current?.socket !== socket && connecting !== socket) return;
    if (current) since = clock.now();
    current?.timer?.cancel();
    current = undefined;
    connecting = undefined;
    lagMs = undefined;
    if (isClosed) return;
    if (lastError !== reason) log.warn({ reason }, 'the bus is away; news of others comes late');
    lastError = reason;
    rests.rest();
  }

  function query<Row extends pg.QueryResultRow>(
    listening: Listening,
    statement: pg.QueryConfig,
  ): Promise<pg.QueryResult<Row>> {
    const result = listening.idle.then(() => listening.client.query<Row>(statement));
    listening.idle = result.catch(() => {});
    return result;
  }

  function hear(payload: string): void {
    if (!payload.startsWith('ping ')) {
      onPayload({ topic: '', text: payload });
      return;
    }
    if (!current || payload !== `${pingPrefix}${current.ping.count}`) return;
    current.ping.isAnswered = true;
    lagMs = clock.monotonic() - current.ping.sentAt;
  }

  function sendPing(listening: Listening): void {
    const { ping } = listening;
    ping.count += 1;
    ping.sentAt = clock.monotonic();
    ping.isAnswered = false;
    query<{ usage: number }>(listening, {
      text: 'select pg_notification_queue_usage() as usage, pg_notify($1, $2)',
      values: [channel, `${pingPrefix}${ping.count}`],
    }).then(
      ({ rows }) => watchQueue(listening, Number(rows[0]?.usage)),
      (error: Error) => listening.socket.destroy(error),
    );
    listening.timer = clock.setTimeout(() => {
      if (!ping.isAnswered) {
        listening.socket.destroy(new Error('it does not hear its own ping'));
        return;
      }
      listening.timer = clock.setTimeout(() => sendPing(listening), pingEveryMs - answerWithinMs);
    }, answerWithinMs);
  }

  /** The queue is emptied as far as the slowest listener has read; one in a transaction reads nothing. */
  function watchQueue(listening: Listening, usage: number): void {
    const wasFull = queueUsage > alarmAt;
    queueUsage = usage;
    const isEnding = usage > endAt;
    if (usage <= alarmAt || (wasFull && !isEnding)) return;
    query<{ pids: number[] | null }>(listening, {
      text: `select array_agg(pid) as pids from pg_stat_activity where datname = current_database()
        and usename = current_user and state like 'idle in transaction%'
        and state_change < now() - interval '3 seconds'
        and (not $1 or pg_terminate_backend(pid))`,
      values: [isEnding],
    }).then(
      ({ rows }) => {
        const fields = { usage, idleInTransaction: rows[0]?.pids ?? [] };
        if (isEnding) log.error(fields, 'the queue of notifications is half full: sessions ended');
        else log.error(fields, 'the queue of notifications fills up: a session holds it up');
      },
      () => {},
    );
  }

  rests.now();
  return {
    maxBytes,
    isByTopic: false,
    restMs,
    isConnected: () => current !== undefined,
    async transmit(payloads) {
      if (!current) throw new Error('the bus is away');
      await query(current, { ...notify, values: [channel, payloads.map(({ text }) => text)] });
    },
    watch() {},
    unwatch() {},
    describe: () => ({
      engine: 'postgres',
      isConnected: current !== undefined,
      since: since.toISOString(),
      ...(lagMs !== undefined && { lagMs: Math.round(lagMs * 10) / 10 }),
      queueUsage,
      ...(lastError !== undefined && { lastError }),
    }),
    async close() {
      isClosed = true;
      rests.cancel();
      const ending = current;
      ending?.timer?.cancel();
      connecting?.destroy();
      if (!ending) return;
      const farewell = ending.idle.then(() => ending.client.end()).catch(() => {});
      await awaitWithin(clock, closeMs, farewell);
      ending.socket.destroy();
    },
  };
}
