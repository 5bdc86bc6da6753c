// Field errors out of zod's issues: named, bounded, each said once.

import { expect, test } from 'vitest';
import { z } from 'zod';
import { createCommentInput, createPostInput } from '../src/blog.ts';
import { summarizeFields, toFieldErrors } from '../src/errors.ts';

const postId = '01a20be8-ff08-765d-a0cc-7d209227d8e2';

test('what two rules say alike of a field is said once', () => {
  const { error } = createCommentInput.safeParse({ postId, body: '' });
  expect(toFieldErrors(error!)).toEqual({ body: ["can't be blank"] });
});

test('what they say differently stays, with the name of the field', () => {
  const { error } = createPostInput.safeParse({ title: 'ab', body: 'short', role: 'admin' });
  expect(summarizeFields(toFieldErrors(error!))).toBe(
    'title must be at least 3 characters; body must be at least 10 characters; role is not a known field',
  );
});

test('what a schema has no words for is said as ours are, never in those of its library', () => {
  const schema = z.object({
    a: z.array(z.string()),
    b: z.string(),
    c: z.int().min(0),
    d: z.int().max(5),
  });
  const { error } = schema.safeParse({ a: {}, c: -1, d: 6 });
  expect(toFieldErrors(error!)).toEqual({
    a: ['must be an array'],
    b: ["can't be left out"],
    c: ['must be at least 0'],
    d: ['must be at most 5'],
  });
  expect(toFieldErrors(z.object({}).safeParse([]).error!)).toEqual({
    '': ['The input must be an object.'],
  });
});
