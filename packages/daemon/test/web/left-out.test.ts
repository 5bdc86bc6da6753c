// What is missing is said to be missing, whatever it should have been: of every procedure and every route.

import { toFieldErrors } from '@parley/shared/errors';
import { expect, test } from 'vitest';
import type { z } from 'zod';
import { routes } from '../../src/web/rest/table.ts';
import { createReferenceRouter, describeProcedures } from '../../src/web/router.ts';

const inputs = [
  ...describeProcedures(createReferenceRouter()).flatMap(({ path, inputs }) =>
    inputs.map((input) => [path, input as z.ZodType] as const),
  ),
  ...routes.map(({ method, path, input }) => [`${method} ${path}`, input as z.ZodType] as const),
];

const refusals = inputs.map(([path, input]) => {
  const { error } = input.safeParse({});
  return [path, Object.entries(error ? toFieldErrors(error) : {})] as const;
});

/** A post is named in one of two ways: neither of the fields alone is missing. */
const either = 'The input must have an id or a slug, and nothing else.';

test('of every procedure and route each field that is missing is named as left out', () => {
  const others = refusals.flatMap(([path, fields]) =>
    fields.flatMap(([field, messages]) =>
      ["can't be left out", ...(field === '' ? [either] : [])].includes(messages.join())
        ? []
        : [`${path}: ${field} ${messages}`],
    ),
  );
  expect(others).toEqual([]);
  // Of nothing the test would hold as well.
  expect(refusals.filter(([, fields]) => fields.length > 0).length).toBeGreaterThan(80);
});
