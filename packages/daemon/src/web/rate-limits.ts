// Rate limits: per user, else per address; counted per procedure call, never per request.

import { DomainError } from '@parley/shared/errors';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Scope } from '../accounts/index.ts';

/** `points` calls in `seconds`; `null` is no limit. */
export type Rate = { points: number; seconds: number } | null;

export interface Rates {
  api: Rate;
  messages: Rate;
  login: Rate;
}

/** What a procedure counts against, besides nothing at all. */
export type Bucket = 'api' | 'messages' | 'signals' | 'login' | 'register';

export interface RateLimits {
  /** @throws limited with `retryAfter` in seconds. */
  consume(bucket: Bucket, scope: Scope): Promise<void>;
}

export function createRateLimits(rates: Rates): RateLimits {
  const build = (rate: Rate) =>
    rate && new RateLimiterMemory({ points: rate.points, duration: rate.seconds });
  const limiters: Record<Bucket, RateLimiterMemory | null> = {
    api: build(rates.api),
    messages: build(rates.messages),
    login: build(rates.login),
    // Read markers and typing notices come by the keystroke: a bucket of their own, so that they
    // never use up what a person's real calls need.
    signals: build(rates.api && { ...rates.api, points: rates.api.points * 3 }),
    register: build(rates.login && { points: 10, seconds: 3_600 }),
  };
  return {
    async consume(bucket, scope) {
      const limiter = limiters[bucket];
      if (!limiter) return;
      const isBeforeLogin = bucket === 'login' || bucket === 'register';
      const key = !isBeforeLogin && scope.user ? scope.user.id : addressKey(scope.address);
      try {
        await limiter.consume(key);
      } catch (rejection) {
        if (!(rejection instanceof RateLimiterRes)) throw rejection;
        const retryAfter = Math.max(1, Math.ceil(rejection.msBeforeNext / 1000));
        throw new DomainError('limited', `Too many requests. Try again in ${retryAfter} s.`, {
          retryAfter,
        });
      }
    },
  };
}

/** An IPv6 caller owns a whole /64, so that is one key. */
export function addressKey(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '');
  if (!plain.includes(':')) return plain;
  const [head = '', tail = ''] = plain.split('%')[0]!.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const zeros = plain.includes('::') ? Math.max(0, 8 - left.length - right.length) : 0;
  const groups = [...left, ...Array<string>(zeros).fill('0'), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
