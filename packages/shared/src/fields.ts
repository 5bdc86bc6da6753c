// The building blocks of the schemas: strict objects, text fields, ids, cursors and pages.

import { z } from 'zod';
import { limits } from './limits.ts';
// Not by text.ts: measuring text takes 25 ms to load, and a field is not measured.
import { isBlankText } from './text-sanitize.ts';

// PostgreSQL stores neither NUL nor a lone surrogate; such text is refused, not repaired.
const isStorable = (value: string): boolean => !value.includes('\u0000') && value.isWellFormed();

/** What a schema says of a value of another kind; of none at all, that there must be one. */
export const mustBe =
  (kind: string) =>
  ({ input }: { input?: unknown }): string =>
    input === undefined ? "can't be left out" : `must be ${kind}`;

/** Any text that can be stored: a name that callers give, before its own rules. */
export const plainText = z
  .string({ error: mustBe('text') })
  .refine(isStorable, 'has characters that cannot be stored');

/** Text with a length range in characters; messages read after the field's name. */
export function text({ min = 0, max }: { min?: number; max: number }) {
  return z
    .string({ error: mustBe('text') })
    .min(min, min === 1 ? "can't be blank" : `must be at least ${min} characters`)
    .max(max, `must be at most ${max} characters`)
    .refine(isStorable, 'has characters that cannot be stored');
}

/** One trimmed line: no newline, no tab, no control or direction-override characters. */
export function line(range: { min?: number; max: number }) {
  return z
    .string({ error: mustBe('text') })
    .trim()
    .pipe(
      text(range).refine(
        (value) =>
          !/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(value),
        'must be one line without control characters',
      ),
    );
}

/** A line that people are told apart by: empty, or with something in it that can be seen. */
export function label(range: { max: number }) {
  return line(range).refine((value) => value === '' || !isBlankText(value), "can't be blank");
}

/** A name of small letters, also written with a `#` before it; messages read after the field's name. */
export function hashName({ max, pattern, may }: { max: number; pattern: RegExp; may: string }) {
  return z
    .string({ error: mustBe('text') })
    .trim()
    .transform((value) => value.replace(/^#/, '').toLowerCase())
    .pipe(
      z
        .string()
        .min(1, "can't be blank")
        .max(max, `must be at most ${max} characters`)
        .regex(pattern, `may have ${may}`),
    );
}

export const id = z.uuid({ error: mustBe('an id') });
export const timestamp = z.iso.datetime({ offset: true, error: mustBe('an ISO 8601 time') });
export const cursor = z
  .string({ error: mustBe('a cursor') })
  .min(1)
  .max(limits.cursor);
export const seq = z
  .int({ error: mustBe('a whole number') })
  .min(0, 'must not be negative')
  .max(Number.MAX_SAFE_INTEGER);

/** What a sender names its message by, so that sending again stores nothing. */
export const clientId = z
  .string({ error: mustBe('text') })
  .min(1, "can't be blank")
  .max(limits.clientId, `must be at most ${limits.clientId} characters`)
  .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces');

/** Yes or no. */
export const flag = z.boolean({ error: mustBe('true or false') });

/** Rows of a page: 1–100; more is clamped rather than refused, nonsense is refused. */
export const pageLimit = z
  .int({ error: mustBe('a whole number') })
  .min(1, 'must be at least 1')
  .transform((value) => Math.min(value, limits.pageMax));

/** For lists that are asked by page; deep pages are for cursors. */
export const pageNumber = z
  .int({ error: mustBe('a whole number') })
  .min(1, 'must be at least 1')
  .max(limits.pageNumber, `must be at most ${limits.pageNumber}; use a cursor to go on`);

export const page = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

export const done = z.object({ ok: z.literal(true) });
export const noInput = z.strictObject({}).optional();
