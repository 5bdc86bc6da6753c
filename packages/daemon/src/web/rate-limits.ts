// Rate limits: per user, else per address; counted per procedure call, never per request.

import { DomainError } from '@parley/shared/errors';
import { addressKey, type Scope, type Sessions } from '../accounts/index.ts';
import type { Presence } from '../presence/index.ts';
import type { Clock, Logger, Timer } from '../telemetry/index.ts';
import { type Neighbours, watchNeighbours } from './neighbours.ts';
import { countPatiently } from './patient-count.ts';
import { createRefusals } from './refusals.ts';
import { createSlidingWindow } from './sliding-window.ts';
import { createWideWindow, type WideWindow } from './wide-window.ts';

/** `points` calls in `seconds`; `null` is no limit. */
export type Rate = { points: number; seconds: number } | null;

export interface Rates {
  api: Rate;
  messages: Rate;
  login: Rate;
}

/** Counted with every attempt at the database, since it comes before any login. */
type OutsideBucket = 'login' | 'register';
type InsideBucket = 'api' | 'pages' | 'messages' | 'signals';

/** What a procedure counts against, besides nothing at all. */
export type Bucket = InsideBucket | OutsideBucket;

export interface RateLimits {
  /** @throws limited with `retryAfter` in seconds. */
  consume(bucket: Bucket, scope: Scope): Promise<void>;
  /** False once a socket has said more than any client has reason to, however little each frame asks. */
  admitFrame(socketId: string, bytes: number): boolean;
  stop(): void;
}

interface RateLimitsDeps {
  clock: Pick<Clock, 'monotonic' | 'setTimeout'>;
  log: Pick<Logger, 'warn'>;
  sessions: Pick<Sessions, 'takeAttempt' | 'countPoints'>;
  presence: Pick<Presence, 'listPeers' | 'watchPeers'>;
}

/** Frames a socket may send for each call that its user may make; a long frame counts per 4 KiB. */
const framesPerCall = 20;
/** What others could not be told is told after it. */
const tellAgainMs = 5_000;

export function createRateLimits(rates: Rates, deps: RateLimitsDeps): RateLimits {
  const { clock, sessions } = deps;
  const times = (rate: Rate, factor: number) => rate && { ...rate, points: rate.points * factor };
  const inside: Record<InsideBucket, Rate> = {
    api: rates.api,
    messages: rates.messages,
    // Read markers and typing notices come by the keystroke: a bucket of their own, so that they
    // never use up what a person's real calls need.
    signals: times(rates.api, 3),
    // Readers open many pages behind one address, and crawlers and feed readers come by: three times
    // as much, so that they and the people who chat from there do not starve one another.
    pages: times(rates.api, 3),
  };
  const outside: Record<OutsideBucket, Rate> = {
    login: rates.login,
    register: rates.login && { points: 10, seconds: 3_600 },
  };
  const count = countPatiently((asked) => sessions.countPoints(asked), deps);
  const windows = new Map<Bucket, WideWindow>();
  for (const [bucket, rate] of Object.entries(inside) as [InsideBucket, Rate][]) {
    if (!rate) continue;
    const countDaemons = () => neighbours.count();
    const countOf: typeof count = (asked) => count({ ...asked, key: `${bucket} ${asked.key}` });
    windows.set(bucket, createWideWindow({ rate, clock, countDaemons, count: countOf }));
  }

  let again: Timer | undefined;
  let isStopped = false;
  /** Whoever has just appeared may be asked by those who were here before. */
  async function tell(): Promise<void> {
    again?.cancel();
    const told = await Promise.all([...windows.values()].map((window) => window.tell()));
    again?.cancel();
    if (told.includes(false) && !isStopped)
      again = clock.setTimeout(() => void tell(), tellAgainMs);
  }
  const longest = Math.max(...Object.values(inside).map((rate) => rate?.seconds ?? 0));
  const neighbours: Neighbours = watchNeighbours({
    ...deps,
    longestMs: longest * 1_000,
    onJoin: () => void tell(),
  });

  const refusals = createRefusals(clock);
  /** What comes before a login is exact, so that asking around gains nothing. */
  async function takeAttempt(bucket: OutsideBucket, address: string): Promise<number> {
    const rate = outside[bucket];
    if (!rate) return 0;
    const key = `${bucket} ${addressKey(address)}`;
    const leftMs = refusals.findWait(key);
    if (leftMs > 0) return leftMs;
    const waitMs = await sessions.takeAttempt(key, rate);
    if (waitMs > 0) refusals.remember(key, waitMs);
    return waitMs;
  }

  const frameRate = times(rates.api, framesPerCall);
  const frames = frameRate && createSlidingWindow(frameRate, clock);
  return {
    async consume(bucket, scope) {
      const waitMs =
        bucket === 'login' || bucket === 'register'
          ? await takeAttempt(bucket, scope.address)
          : await windows.get(bucket)?.take(scope.user?.id ?? addressKey(scope.address));
      if (!waitMs) return;
      const retryAfter = Math.max(1, Math.ceil(waitMs / 1_000));
      throw new DomainError('limited', `Too many requests. Try again in ${retryAfter} s.`, {
        retryAfter,
      });
    },
    admitFrame: (socketId, bytes) =>
      (frames?.take(socketId, 1 + Math.floor(bytes / 4_096)) ?? 0) === 0,
    stop() {
      isStopped = true;
      neighbours.stop();
      again?.cancel();
    },
  };
}
