// Who was refused, and until when: nobody need ask the database about them before.

import type { Clock } from '../telemetry/index.ts';

export interface Refusals {
  /** 0 when a key may ask. */
  findWait(key: string): number;
  remember(key: string, waitMs: number): void;
}

/** Kept at most; beyond them those that are over are forgotten. */
const mostRefusals = 10_000;

export function createRefusals(clock: Pick<Clock, 'monotonic'>): Refusals {
  const refusedUntil = new Map<string, number>();

  return {
    findWait(key) {
      const until = refusedUntil.get(key);
      if (until === undefined) return 0;
      const leftMs = until - clock.monotonic();
      if (leftMs <= 0) refusedUntil.delete(key);
      return Math.max(0, leftMs);
    },

    remember(key, waitMs) {
      const now = clock.monotonic();
      if (refusedUntil.size >= mostRefusals) {
        for (const [other, until] of refusedUntil) if (until <= now) refusedUntil.delete(other);
      }
      refusedUntil.set(key, now + waitMs);
    },
  };
}
