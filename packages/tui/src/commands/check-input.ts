// Input held against its schema before any network is bothered.

import { invalidFields, toFieldErrors } from '@parley/shared/errors';
import type { z } from 'zod';

/** @throws invalid with the fields. */
export function checkInput<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalidFields(toFieldErrors(parsed.error));
}
