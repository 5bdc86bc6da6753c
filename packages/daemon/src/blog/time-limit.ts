// What it means when PostgreSQL called a statement off because its time was up.

import { DomainError } from '@parley/shared/errors';
import { isCancelled } from '../repo/index.ts';

/** @throws unavailable with what to do about it; any other error as it is. */
export function explainCancel(error: unknown): never {
  if (!isCancelled(error)) throw error;
  const message = 'That takes too long to look for. Ask for rarer words, or for fewer posts.';
  throw new DomainError('unavailable', message, { cause: error });
}
