// Watches the connection that holds the ownership, and takes it anew after a crash of PostgreSQL.

import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';
import { removeClaim } from './claim.ts';
import type { Connection } from './connection-url.ts';
import { EmbeddedPostgresError } from './error.ts';
import type { Cluster } from './home.ts';
import { isPostmaster } from './lock.ts';
import { takeOwnership } from './ownership.ts';

export interface Supervision {
  /** From here on the end of PostgreSQL is wanted, and is reported no more. */
  expectEnd: () => void;
  /** Whether PostgreSQL has ended or is another daemon's now. */
  isLost: () => boolean;
  /** Gives the ownership up. */
  release: () => Promise<void>;
  onExit: (listener: (reason: string) => void) => void;
}

/**
 * Follows the owner's connection, which ends with PostgreSQL, launched or adopted alike.
 *
 * When a backend crashes, PostgreSQL ends all sessions and recovers under the same postmaster: then
 * the ownership is taken again. It is lost for good when the postmaster is gone or another daemon
 * came first.
 */
export function superviseOwnership(
  cluster: Cluster,
  pid: number,
  first: Client,
  superuser: Connection,
): Supervision {
  const listeners = new Set<(reason: string) => void>();
  let owner = first;
  let reason: string | undefined;
  let isEnding = false;

  const retake = async (): Promise<string | undefined> => {
    for (;;) {
      if (isEnding) return undefined;
      if (!(await isPostmaster(cluster, pid))) return `PostgreSQL (pid ${pid}) has ended`;
      try {
        owner = await takeOwnership(superuser, cluster.directory);
        follow();
        return undefined;
      } catch (error) {
        if (error instanceof EmbeddedPostgresError) return error.message;
      }
      await delay(50);
    }
  };

  const follow = () => {
    owner.once('end', () => void recover());
  };

  const recover = async () => {
    if (isEnding) return;
    reason = await retake().catch(String);
    if (reason === undefined || isEnding) return;
    await removeClaim(cluster).catch(() => {});
    for (const listener of listeners) listener(reason);
  };

  follow();
  return {
    onExit(listener) {
      if (reason === undefined) listeners.add(listener);
      else queueMicrotask(() => listener(String(reason)));
    },
    expectEnd() {
      isEnding = true;
    },
    isLost: () => reason !== undefined,
    async release() {
      if (reason === undefined) await removeClaim(cluster).catch(() => {});
      await owner.end().catch(() => {});
    },
  };
}
