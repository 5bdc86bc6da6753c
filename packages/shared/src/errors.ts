// The one table of error codes: what each means, its HTTP status and the exit status of the command line.

import type { z } from 'zod';

/** `message` is the default sentence; a thrower usually gives a better one. */
export const errorTable = {
  invalid: { status: 422, exit: 6, trpc: 'BAD_REQUEST', message: 'Some fields are not valid.' },
  unauthenticated: { status: 401, exit: 3, trpc: 'UNAUTHORIZED', message: 'Log in first.' },
  forbidden: { status: 403, exit: 4, trpc: 'FORBIDDEN', message: 'You may not do that.' },
  not_found: { status: 404, exit: 5, trpc: 'NOT_FOUND', message: 'There is nothing here.' },
  conflict: {
    status: 409,
    exit: 9,
    trpc: 'CONFLICT',
    message: 'Somebody changed this in the meantime.',
  },
  limited: {
    status: 429,
    exit: 8,
    trpc: 'TOO_MANY_REQUESTS',
    message: 'Too many requests. Wait a little.',
  },
  unavailable: {
    status: 503,
    exit: 7,
    trpc: 'SERVICE_UNAVAILABLE',
    message: 'The server cannot do this right now. Try again soon.',
  },
  unsupported: {
    status: 405,
    exit: 2,
    trpc: 'METHOD_NOT_SUPPORTED',
    message: 'This cannot be called in that way.',
  },
  too_large: { status: 413, exit: 6, trpc: 'PAYLOAD_TOO_LARGE', message: 'That is too large.' },
  unreadable: {
    status: 400,
    exit: 6,
    trpc: 'BAD_REQUEST',
    message: 'The request cannot be read.',
  },
  not_acceptable: {
    status: 406,
    exit: 2,
    trpc: 'BAD_REQUEST',
    message: 'The server has no answer of the kind that was asked for.',
  },
  precondition_failed: {
    status: 412,
    exit: 9,
    trpc: 'PRECONDITION_FAILED',
    message: 'This is not the version that was named.',
  },
  unsupported_media: {
    status: 415,
    exit: 2,
    trpc: 'UNSUPPORTED_MEDIA_TYPE',
    message: 'The body must be JSON, and the content type say so.',
  },
  unanswered: {
    status: 504,
    exit: 1,
    trpc: 'GATEWAY_TIMEOUT',
    message: 'Nobody answered in time.',
  },
  internal: {
    status: 500,
    exit: 1,
    trpc: 'INTERNAL_SERVER_ERROR',
    message: 'Something went wrong on the server.',
  },
} as const;

export type ErrorCode = keyof typeof errorTable;

/** Field name (dotted for nested ones, `""` for the whole) → sentences about it. */
export type FieldErrors = Record<string, string[]>;

/** What every error answer carries: `error` in REST, `error.data.domain` in tRPC. */
export interface ErrorBody {
  code: ErrorCode;
  message: string;
  fields?: FieldErrors;
  /** Seconds until a `limited` caller may try again. */
  retryAfter?: number;
  /** The newest version of a thing that a `conflict` refused to overwrite. */
  current?: unknown;
  requestId?: string;
}

/** The only error that contexts throw; `web/errors.ts` alone turns it into answers. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly code: ErrorCode;
  readonly fields?: FieldErrors;
  readonly retryAfter?: number;
  readonly current?: unknown;

  constructor(
    code: ErrorCode,
    message: string = errorTable[code].message,
    details: {
      fields?: FieldErrors;
      retryAfter?: number;
      current?: unknown;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: details.cause });
    this.code = code;
    this.fields = details.fields;
    this.retryAfter = details.retryAfter;
    this.current = details.current;
  }

  toBody(requestId?: string): ErrorBody {
    return {
      code: this.code,
      message: this.message,
      ...(this.fields && { fields: this.fields }),
      ...(this.retryAfter !== undefined && { retryAfter: this.retryAfter }),
      ...(this.current !== undefined && { current: this.current }),
      ...(requestId !== undefined && { requestId }),
    };
  }
}

/** An `invalid` error about one field; its message names the field. */
export function invalidField(field: string, ...messages: string[]): DomainError {
  return invalidFields({ [field]: messages });
}

/** An `invalid` error about several fields, summed up in one line. */
export function invalidFields(fields: FieldErrors, cause?: unknown): DomainError {
  return new DomainError('invalid', summarizeFields(fields), { fields, cause });
}

/** `{title: ["is too short"]}` → `title is too short`. */
export function summarizeFields(fields: FieldErrors): string {
  const sentences = Object.entries(fields).flatMap(([field, messages]) =>
    messages.map((message) => (field === '' ? message : `${field} ${message}`)),
  );
  return sentences.length === 0 ? errorTable.invalid.message : sentences.join('; ');
}

/** Nobody mends more at once; a body of 100,000 unknown keys is not to be echoed. */
const mostFieldErrors = 20;
const longestFieldName = 100;

/** Zod's issues as field errors; unknown keys under their own name, what is wrong with the whole as a sentence. */
export function toFieldErrors(error: z.core.$ZodError): FieldErrors {
  // Without a prototype: a hostile caller may name a field `__proto__`.
  const fields: FieldErrors = Object.create(null);
  let count = 0;
  const add = (path: PropertyKey[], message: string) => {
    count += 1;
    if (count > mostFieldErrors) return;
    const field = path.map(String).join('.').slice(0, longestFieldName);
    const messages = fields[field] ?? [];
    // Two rules may say the same of one value: too short, and nothing to be seen in it.
    if (!messages.includes(message)) fields[field] = [...messages, message];
  };
  for (const issue of error.issues) {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) add([...issue.path, key], 'is not a known field');
    } else {
      const words = sayPlainly(issue.message);
      add(issue.path, issue.path.length === 0 ? `The input ${words}.` : words);
    }
  }
  return fields;
}

/** What a schema without words of its own says, as our own sentences read: after the field's name. */
function sayPlainly(message: string): string {
  const [, expected, received] =
    /^Invalid input: expected (\w+), received (\w+)$/.exec(message) ?? [];
  if (received === 'undefined') return "can't be left out";
  if (expected !== undefined)
    return `must be ${/^[aeiou]/.test(expected) ? 'an' : 'a'} ${expected}`;
  const [, size, least] = /^Too (small|big): expected \w+ to be [<>]=(-?\d+)/.exec(message) ?? [];
  if (least !== undefined) return `must be at ${size === 'small' ? 'least' : 'most'} ${least}`;
  return message;
}

/** An error and what caused it, down to the first: libraries wrap what a driver said. */
export function* causesOf(error: unknown): Generator<Error> {
  for (let at: unknown = error; at instanceof Error; at = at.cause) yield at;
}
