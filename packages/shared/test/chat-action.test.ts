// `/me`: what is an action, and how it reads.

import { expect, test } from 'vitest';
import { readAction, sayBody } from '../src/chat-action.ts';

test.each([
  ['/me waves', 'waves'],
  ['/me \t waves\nand goes', 'waves\nand goes'],
  ['/me', null],
  ['/me ', null],
  ['/me\nwaves', null],
  ['/mean', null],
  [' /me waves', null],
  ['/ME waves', null],
])('%j does %j', (body, done) => {
  expect(readAction(body)).toBe(done);
  expect(sayBody(body, 'ada')).toBe(done === null ? body : `* ada ${done}`);
});
