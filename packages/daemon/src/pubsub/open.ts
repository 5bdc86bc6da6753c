// Opens the bus that the configuration names.

import { awaitWithin } from '../supervision/index.ts';
import type { Clock, Ids, Logger } from '../telemetry/index.ts';
import { createBus } from './bus.ts';
import type { OpenCarrier } from './carrier.ts';
import { createIsolatedPubSub } from './isolated.ts';
import { openNatsCarrier } from './nats.ts';
import { openPostgresCarrier } from './postgres.ts';
import type { PubSub } from './pubsub.ts';

export interface PubSubOptions {
  /** `postgres`, `isolated`, or the address of a NATS server. */
  engine: string;
  databaseUrl: string;
  clock: Clock;
  ids: Ids;
  log: Logger;
}

/** How long a start waits for the bus; then it serves without, and goes on trying. */
const connectMs = 3_000;

/** Resolves when it is connected, or after three seconds. Never rejects: without it news only comes late. */
export async function openPubSub(options: PubSubOptions): Promise<PubSub> {
  const { engine, clock, ids, log } = options;
  const onError = (error: unknown) => log.error({ err: error }, 'a listener failed');
  if (engine === 'isolated') return createIsolatedPubSub(onError);
  const open: OpenCarrier =
    engine === 'postgres' ? openPostgresCarrier(options.databaseUrl) : openNatsCarrier(engine);
  const bus = createBus({ open, origin: ids.uuid(), clock, log, onError });
  await awaitWithin(clock, connectMs, bus.connected);
  return bus;
}
