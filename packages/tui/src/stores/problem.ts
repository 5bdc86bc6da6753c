// What went wrong, as plain data that a screen can show.

import { DomainError, type ErrorCode, errorTable, type FieldErrors } from '@parley/shared/errors';
import { sayMoments } from '@parley/shared/moments';
import { sayFields } from './said-fields.ts';

export interface Problem {
  readonly code: ErrorCode;
  readonly message: string;
  readonly fields: FieldErrors;
  /** Seconds until a `limited` caller may try again. */
  readonly retryAfter?: number;
  /** The stored version that a `conflict` would not overwrite. */
  readonly current?: unknown;
}

/**
 * Any thrown thing as a problem; what is no `DomainError` is our own fault and says so.
 * @param now where the problem may name a moment.
 */
export function toProblem(error: unknown, now?: number): Problem {
  if (error instanceof DomainError) {
    const { code, fields = {}, retryAfter, current } = error;
    const told = sayFields(error.message, fields);
    const message = now === undefined ? told : sayMoments(told, now);
    return { code, message, fields, retryAfter, current };
  }
  const message = error instanceof Error ? error.message : errorTable.internal.message;
  return { code: 'internal', message, fields: {} };
}
