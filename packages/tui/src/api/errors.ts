// The only place that turns what calls reject with back into DomainErrors.

import { DomainError, type ErrorCode, errorTable, type FieldErrors } from '@parley/shared/errors';

/**
 * Any failure of a call as a DomainError. What the server said keeps its code; when it was not
 * reached or does not speak Parley the code is `unavailable`. Nothing that a hostile server puts
 * into an answer is trusted to have the right shape.
 */
export function toDomainError(error: unknown, server: string): DomainError {
  const known = error instanceof Error && error.cause instanceof DomainError ? error.cause : error;
  if (known instanceof DomainError) return known;
  const said = findErrorBody(error);
  if (said !== null) return fromBody(said, error);
  const reason = explainFailure(error);
  const message =
    reason === null
      ? `The server at ${server} does not answer as a Parley server does.`
      : `Cannot reach the server at ${server}: ${reason}.`;
  return new DomainError('unavailable', message, { cause: error });
}

interface Body {
  readonly code: ErrorCode;
  readonly message?: unknown;
  readonly fields?: unknown;
  readonly retryAfter?: unknown;
  readonly current?: unknown;
  readonly requestId?: unknown;
}

/** tRPC's errors carry the body in `data.domain`; what fails before tRPC answers `{error: body}`. */
function findErrorBody(error: unknown): Body | null {
  const { data, meta } = Object(error) as { data?: unknown; meta?: unknown };
  const { responseJSON } = Object(meta) as { responseJSON?: unknown };
  const candidates = [Object(data).domain, Object(responseJSON).error];
  return candidates.find(isBody) ?? null;
}

function isBody(value: unknown): value is Body {
  const { code } = Object(value) as { code?: unknown };
  return typeof code === 'string' && Object.hasOwn(errorTable, code);
}

function fromBody(body: Body, cause: unknown): DomainError {
  const { code, retryAfter, current, requestId } = body;
  const told = typeof body.message === 'string' ? body.message : errorTable[code].message;
  // Only a fault of the server's own needs the number: its log says more.
  const isFault = code === 'internal' && typeof requestId === 'string';
  return new DomainError(code, isFault ? `${told} (request ${requestId})` : told, {
    fields: readFields(body.fields),
    ...(typeof retryAfter === 'number' && { retryAfter }),
    current,
    cause,
  });
}

function readFields(value: unknown): FieldErrors | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields: FieldErrors = Object.create(null);
  for (const [field, messages] of Object.entries(value)) {
    if (!Array.isArray(messages)) continue;
    fields[field] = messages.filter((sentence) => typeof sentence === 'string');
  }
  return fields;
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'no such host',
  EHOSTUNREACH: 'no way there',
  ENETUNREACH: 'no way there',
  ETIMEDOUT: 'no answer',
  EMSGSIZE: 'the answer is too long',
};

/** Why the network failed; null when it did not and the answer itself was not understood. */
function explainFailure(error: unknown): string | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at.name === 'TRPCWebSocketClosedError') return 'the connection was lost';
    if (at.name === 'AbortError') return 'the call was given up';
    const { code } = at as NodeJS.ErrnoException;
    if (typeof code !== 'string') continue;
    // Certificates: OpenSSL's own words say best what is wrong.
    return reasons[code] ?? (/CERT|SSL|TLS|SIGNATURE/.test(code) ? at.message : code);
  }
  return null;
}
