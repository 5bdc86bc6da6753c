// Field errors out of zod's issues: named, bounded, each said once.

import { expect, test } from 'vitest';
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
