// How many daemons a limit is shared by, as far as is known.

import type { Presence } from '../presence/index.ts';
import type { Clock } from '../telemetry/index.ts';

export interface Neighbours {
  /** This one included. Null while others may not have been heard of yet. */
  count(): number | null;
  stop(): void;
}

/** Whoever lives is heard of within it: several beats of theirs. */
const settleMs = 10_000;
/** One that fell silent may live on while the bus is away. */
const leastRememberMs = 600_000;

/** @param onJoin hears of each daemon that appears. */
export function watchNeighbours({
  presence,
  clock,
  longestMs,
  onJoin,
}: {
  presence: Pick<Presence, 'listPeers' | 'watchPeers'>;
  clock: Pick<Clock, 'monotonic'>;
  /** The longest window of a limit: what a daemon that ended let pass is counted to its end. */
  longestMs: number;
  onJoin: () => void;
}): Neighbours {
  const settledAt = clock.monotonic() + settleMs;
  let heard = presence.listPeers().length;
  let before = { count: 0, until: 0 };

  function countPeers(): number {
    return clock.monotonic() < before.until ? Math.max(heard, before.count) : heard;
  }

  const unwatch = presence.watchPeers(() => {
    const next = presence.listPeers().length;
    const hasJoined = next > heard;
    if (!hasJoined) {
      const until = clock.monotonic() + Math.max(leastRememberMs, longestMs);
      before = { count: countPeers(), until };
    }
    heard = next;
    if (hasJoined) onJoin();
  });

  return {
    count: () => (clock.monotonic() < settledAt ? null : countPeers() + 1),
    stop: unwatch,
  };
}
