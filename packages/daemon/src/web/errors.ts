// The only translator of errors: DomainErrors, schema errors and faults become one answer body.

import {
  causesOf,
  DomainError,
  type ErrorBody,
  errorTable,
  invalidFields,
  toFieldErrors,
} from '@parley/shared/errors';
import { TRPCError } from '@trpc/server';
import { ZodError } from 'zod';

/** What went wrong, as a DomainError; anything unknown is `internal` and tells nothing of its inside. */
export function toDomainError(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  if (error instanceof ZodError) return invalidFields(toFieldErrors(error), error);
  if (error instanceof TRPCError) return fromTRPCError(error);
  if (isDatabaseAway(error)) return new DomainError('unavailable', undefined, { cause: error });
  return new DomainError('internal', undefined, { cause: error });
}

function fromTRPCError(error: TRPCError): DomainError {
  if (error.cause && error.cause !== error) {
    const domain = toDomainError(error.cause);
    if (domain.code !== 'internal' || error.code === 'INTERNAL_SERVER_ERROR') return domain;
  }
  const known = Object.entries(errorTable).find(([, { trpc }]) => trpc === error.code);
  if (known) {
    const code = known[0] as ErrorBody['code'];
    const message = code === 'internal' ? undefined : error.message;
    return new DomainError(code, message, { cause: error });
  }
  // PARSE_ERROR, UNSUPPORTED_MEDIA_TYPE and their like: the request itself cannot be read.
  return new DomainError('invalid', 'The request cannot be read.', { cause: error });
}

/** What fastify refuses before any of our own code sees the request. */
export function toRequestError(error: unknown): DomainError {
  const status = (error as { statusCode?: number }).statusCode;
  if (error instanceof DomainError || status === undefined || status >= 500) {
    return toDomainError(error);
  }
  if (status === 413) return new DomainError('too_large', 'The request body is too large.');
  if (status === 415) return new DomainError('unsupported_media', undefined, { cause: error });
  return new DomainError('unreadable', undefined, { cause: error });
}

/** The same error for tRPC, whose code decides the HTTP status. */
export function toTRPCError(error: unknown): TRPCError {
  const domain = toDomainError(error);
  const code = errorTable[domain.code].trpc;
  if (error instanceof TRPCError && error.code === code) return error;
  return new TRPCError({ code, message: domain.message, cause: domain });
}

export function invalidToken(): DomainError {
  return new DomainError('unauthenticated', 'This token is not valid. Log in again.');
}

/** SQLSTATE classes and driver codes that mean "the database is away", not "the query is wrong". */
const awayCodes =
  /^(?:08...|57P0[1-5]|57014|53...|25006|ECONN\w+|EPIPE|ENOENT|ETIMEDOUT|CONNECT\w+|CONNECTION_\w+)$/;

function isDatabaseAway(error: unknown): boolean {
  for (const at of causesOf(error)) {
    if ('code' in at && typeof at.code === 'string' && awayCodes.test(at.code)) return true;
  }
  return false;
}
