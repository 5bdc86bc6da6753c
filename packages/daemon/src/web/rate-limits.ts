// Rate limits: per user, else per address; counted per procedure call, never per request.

import { DomainError } from '@parley/shared/errors';
import { addressKey, type Scope, type Sessions } from '../accounts/index.ts';
import type { Clock } from '../telemetry/index.ts';
import { createSlidingWindow, type SlidingWindow } from './sliding-window.ts';

/** `points` calls in `seconds`; `null` is no limit. */
export type Rate = { points: number; seconds: number } | null;

export interface Rates {
  api: Rate;
  messages: Rate;
  login: Rate;
}

/** What a procedure counts against, besides nothing at all. */
export type Bucket = 'api' | 'pages' | 'messages' | 'signals' | 'login' | 'register';

export interface RateLimits {
  /** @throws limited with `retryAfter` in seconds. */
  consume(bucket: Bucket, scope: Scope): Promise<void>;
  /** False once a socket has said more than any client has reason to, however little each frame asks. */
  admitFrame(socketId: string, bytes: number): boolean;
}

/** Frames a socket may send for each call that its user may make; a long frame counts per 4 KiB. */
const framesPerCall = 20;

/** Refusals kept at most; beyond them those that are over are forgotten. */
const mostRefusals = 10_000;

export function createRateLimits(
  rates: Rates,
  { clock, sessions }: { clock: Pick<Clock, 'monotonic'>; sessions: Pick<Sessions, 'takeAttempt'> },
): RateLimits {
  const build = (rate: Rate) => rate && createSlidingWindow(rate, clock);
  const times = (rate: Rate, factor: number) => rate && { ...rate, points: rate.points * factor };
  const windows: Record<Exclude<Bucket, 'login' | 'register'>, SlidingWindow | null> = {
    api: build(rates.api),
    messages: build(rates.messages),
    // Read markers and typing notices come by the keystroke: a bucket of their own, so that they
    // never use up what a person's real calls need.
    signals: build(times(rates.api, 3)),
    // Readers open many pages behind one address, and crawlers and feed readers come by: three times
    // as much, so that they and the people who chat from there do not starve one another.
    pages: build(times(rates.api, 3)),
  };
  const shared: Record<'login' | 'register', Rate> = {
    login: rates.login,
    register: rates.login && { points: 10, seconds: 3_600 },
  };
  /** Until when nobody need ask the database for a key that was refused. */
  const refusedUntil = new Map<string, number>();

  /** What comes before a login is counted for all daemons together, so that asking around gains nothing. */
  async function takeShared(bucket: 'login' | 'register', address: string): Promise<number> {
    const rate = shared[bucket];
    if (!rate) return 0;
    const key = `${bucket} ${addressKey(address)}`;
    const leftMs = (refusedUntil.get(key) ?? 0) - clock.monotonic();
    if (leftMs > 0) return leftMs;
    const waitMs = await sessions.takeAttempt(key, rate);
    const now = clock.monotonic();
    if (refusedUntil.size >= mostRefusals) {
      for (const [other, until] of refusedUntil) if (until <= now) refusedUntil.delete(other);
    }
    if (waitMs > 0) refusedUntil.set(key, now + waitMs);
    else refusedUntil.delete(key);
    return waitMs;
  }

  const frames = build(times(rates.api, framesPerCall));
  return {
    async consume(bucket, scope) {
      const waitMs =
        bucket === 'login' || bucket === 'register'
          ? await takeShared(bucket, scope.address)
          : (windows[bucket]?.take(scope.user?.id ?? addressKey(scope.address)) ?? 0);
      if (waitMs === 0) return;
      const retryAfter = Math.max(1, Math.ceil(waitMs / 1_000));
      throw new DomainError('limited', `Too many requests. Try again in ${retryAfter} s.`, {
        retryAfter,
      });
    },
    admitFrame: (socketId, bytes) =>
      (frames?.take(socketId, 1 + Math.floor(bytes / 4_096)) ?? 0) === 0,
  };
}
