// Waiting for a PostgreSQL that is not up yet, as after a power cut or under a container's compose file.

import postgres from 'postgres';
import { rest, systemClock } from '../telemetry/index.ts';
import { parseConnection } from './connect.ts';
import { findRefusal, UnusableDatabaseError } from './unusable.ts';

export interface WaitOptions {
  url: string;
  /** Ends the waiting; `waitForDatabase` then rejects with its reason. */
  signal: AbortSignal;
  /** Told once, when the first attempt failed. */
  onAway?(reason: string): Promise<void> | void;
}

const shortestRestMs = 100;
const longestRestMs = 2_000;

/**
 * Resolves once the database answers. Attempts come at doubling intervals up to two seconds.
 * @throws UnusableDatabaseError when PostgreSQL is there and refuses.
 */
export async function waitForDatabase({ url, signal, onAway }: WaitOptions): Promise<void> {
  for (let restMs = shortestRestMs; ; restMs = Math.min(longestRestMs, restMs * 2)) {
    signal.throwIfAborted();
    const reason = await findProblem(url);
    if (reason === null) return;
    if (restMs === shortestRestMs) await onAway?.(reason);
    await rest(systemClock, restMs, signal);
  }
}

/** Asks once, for those who do not wait. @throws UnusableDatabaseError */
export async function requireDatabase(url: string): Promise<void> {
  const reason = await findProblem(url);
  if (reason === null) return;
  const remedy = 'Start PostgreSQL there, or name another host.';
  throw new UnusableDatabaseError(reason, remedy, { isAway: true });
}

async function findProblem(url: string): Promise<string | null> {
  const client = postgres({
    ...parseConnection(url),
    max: 1,
    connect_timeout: 5,
    onnotice: () => {},
  });
  try {
    await client`select 1`;
    return null;
  } catch (error) {
    const { code = '', message } = error as Error & { code?: string };
    const refusal = findRefusal(error);
    if (refusal) throw refusal;
    return message || code;
  } finally {
    await client.end({ timeout: 1 });
  }
}
