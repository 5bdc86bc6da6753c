// Hashing of passwords: argon2id with bounded concurrency, and a cheap hasher for tests.

import { createHash, timingSafeEqual } from 'node:crypto';
import { DomainError } from '@parley/shared/errors';
import { hash, needsRehash, verify } from 'argon2';

export interface PasswordHasher {
  hash(password: string): Promise<string>;
  /** `digest: null` (no such user) costs as much as a real check and is always false. */
  verify(digest: string | null, password: string): Promise<boolean>;
  /** True when the digest was made with other parameters than today's. */
  isOutdated(digest: string): boolean;
}

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Hashes share libuv's four threads with files and DNS: more than two at once starves those. */
const maxRunning = 2;
const maxWaiting = 50;

/** @throws limited when more than 50 wait: better a clear "later" than minutes of queueing. */
export function createArgonHasher(): PasswordHasher {
  const enter = createGate(maxRunning, maxWaiting);
  let dummy: Promise<string> | undefined;
  return {
    hash: (password) => enter(() => hash(password, parameters)),
    verify: (digest, password) =>
      enter(async () => {
        dummy ??= hash('no password is this one', parameters);
        const isRight = await verify(digest ?? (await dummy), password);
        return digest !== null && isRight;
      }),
    isOutdated: (digest) => needsRehash(digest, parameters),
  };
}

/** For tests only: fast, and as strict about the password. */
export function createPlainHasher(): PasswordHasher {
  const digestOf = (password: string) => createHash('sha256').update(password).digest();
  return {
    hash: async (password) => digestOf(password).toString('hex'),
    verify: async (digest, password) =>
      digest !== null && timingSafeEqual(Buffer.from(digest, 'hex'), digestOf(password)),
    isOutdated: () => false,
  };
}

/** Lets `running` tasks in at once, `waiting` more queue in order, and the rest are refused. */
function createGate(running: number, waiting: number) {
  let inside = 0;
  const queue: (() => void)[] = [];
  return async <T>(task: () => Promise<T>): Promise<T> => {
    if (inside >= running) {
      if (queue.length >= waiting) {
        throw new DomainError('limited', 'Too many people are logging in at this moment.', {
          retryAfter: 2,
        });
      }
      // The one who leaves hands its place over, so nobody slips in between.
      await new Promise<void>((resolve) => queue.push(resolve));
    } else {
      inside += 1;
    }
    try {
      return await task();
    } finally {
      const next = queue.shift();
      if (next) next();
      else inside -= 1;
    }
  };
}
