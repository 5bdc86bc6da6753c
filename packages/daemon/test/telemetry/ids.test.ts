// Identifiers: valid UUIDs of version 7, each greater than the one before.

import { validate, version } from 'uuid';
import { expect, it } from 'vitest';
import { createSequentialIds, systemIds } from '../../src/telemetry/index.ts';

it.each([
  ['system', systemIds],
  ['sequential', createSequentialIds()],
])('%s ids are version 7 and sort in the order they were made', (_name, ids) => {
  const made = Array.from({ length: 1_000 }, () => ids.uuid());
  expect(made.every((id) => validate(id) && version(id) === 7)).toBe(true);
  expect(made.toSorted()).toEqual(made);
  expect(new Set(made).size).toBe(made.length);
});
