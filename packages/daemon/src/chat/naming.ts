// Naming rooms: that a name is taken tells of a room one may not see, so nobody hears it often.

import { DomainError, invalidField } from '@parley/shared/errors';
import { limits } from '@parley/shared/limits';
import { type Attempts, requireUser, type Scope } from '../accounts/index.ts';
import { explainConstraints } from '../repo/index.ts';

const taken = { field: 'slug', message: 'has already been taken' };

/** For all daemons together. */
const rate = { points: limits.takenNamesPerHour, seconds: 3_600 };

export interface Naming {
  /**
   * Runs what gives a room a name. One after another of a user: many at once hear no more than a few.
   * @throws invalid when the name is taken; limited, whatever the name, who heard that too often.
   */
  name<T>(scope: Scope, run: () => Promise<T>): Promise<T>;
}

export function createNaming(attempts: Attempts): Naming {
  const turns = new Map<string, Promise<unknown>>();

  async function tryName<T>(key: string, run: () => Promise<T>): Promise<T> {
    const waitMs = await attempts.findAttemptWait(key, rate);
    if (waitMs > 0) {
      const retryAfter = Math.ceil(waitMs / 1_000);
      throw new DomainError('limited', 'Too many names were taken. Try again later.', {
        retryAfter,
      });
    }
    try {
      return await explainConstraints({ rooms_slug_key: taken, room_old_slugs_pkey: taken }, run());
    } catch (error) {
      if (isTaken(error)) await attempts.takeAttempt(key, rate);
      throw error;
    }
  }

  return {
    async name(scope, run) {
      requireUser(scope);
      const key = `room-names ${scope.user.id}`;
      const before = turns.get(key);
      const turn = (before ?? Promise.resolve()).then(() => tryName(key, run));
      const over = turn.catch(() => {});
      turns.set(key, over);
      void over.then(() => {
        if (turns.get(key) === over) turns.delete(key);
      });
      return turn;
    },
  };
}

export const takenName = (): DomainError => invalidField(taken.field, taken.message);

function isTaken(error: unknown): boolean {
  return error instanceof DomainError && error.fields?.[taken.field]?.[0] === taken.message;
}
