// What the server refuses is told in a person's words, not in the names of its fields.

import { DomainError, type FieldErrors, invalidFields } from '@parley/shared/errors';
import { expect, test } from 'vitest';
import { toProblem } from '../../src/stores/problem.ts';

test.each<[FieldErrors, string]>([
  [{ username: ['is nobody here: zoe'] }, 'Nobody here is called zoe.'],
  [{ usernames: ['names nobody: zoe'] }, 'Nobody is called zoe.'],
  [{ username: ['is you'] }, 'That is you.'],
  [
    { 'words.0': ['must be at least 2 characters'] },
    'Each of the words must be at least 2 characters.',
  ],
  [
    { 'words.0': ['must be at least 2 characters'], 'words.3': ['must be at least 2 characters'] },
    'Each of the words must be at least 2 characters.',
  ],
  [
    { sendAt: ['must be in the future'], body: ["can't be left out"] },
    "The time must be in the future; the text can't be left out.",
  ],
  [{ '': ['one of them is needed'] }, 'One of them is needed.'],
  [{ unheardOf: ['is odd'] }, 'UnheardOf is odd.'],
])('%j', (fields, said) => {
  expect(toProblem(invalidFields(fields))).toMatchObject({ message: said, fields });
});

test('a sentence of the server stays as it is', () => {
  const fields = { slug: ['is taken'] };
  const error = new DomainError('invalid', 'Somebody was faster.', { fields });
  expect(toProblem(error).message).toBe('Somebody was faster.');
});
