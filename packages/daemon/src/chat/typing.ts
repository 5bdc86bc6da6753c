// Keeps "is typing" notices rare: one per person, room or thread, and two seconds.

import { limits } from '@parley/shared/limits';
import type { Clock } from '../telemetry/index.ts';

/** Answers whether a notice with this key may go out now. Forgets keys that went quiet. */
export function createTypingThrottle(clock: Clock): (key: string) => boolean {
  const last = new Map<string, number>();
  return (key) => {
    const now = clock.monotonic();
    // A Map keeps insertion order, so the quiet ones are at its front.
    for (const [old, at] of last) {
      if (now - at < limits.typingThrottleMs) break;
      last.delete(old);
    }
    if (last.has(key)) return false;
    last.set(key, now);
    return true;
  };
}
