// `/later`: where the time ends and the text begins.

import { expect, test } from 'vitest';
import { understandLater } from '../../src/stores/later.ts';

const now = new Date(2030, 0, 31, 12, 0).getTime();

test.each([
  ['tomorrow 9:00 Good morning', [2030, 1, 1, 9, 0], 'Good morning'],
  ['in 2 hours  Lunch?', [2030, 0, 31, 14, 0], 'Lunch?'],
  ['in 2 hours\nLunch?\n\nOr not', [2030, 0, 31, 14, 0], 'Lunch?\n\nOr not'],
  ['18:30 in 2 hours we go', [2030, 0, 31, 18, 30], 'in 2 hours we go'],
  ['2030-02-01 09:00 /me waves', [2030, 1, 1, 9, 0], '/me waves'],
  ['"tomorrow" 9 apples', [2030, 1, 1, 9, 0], '9 apples'],
] as const)('%j', (written, [year, month, day, hours, minutes], body) => {
  const at = new Date(year, month, day, hours, minutes);
  expect(understandLater(written, now)).toMatchObject({ at, body });
});

test.each([
  ['someday Good morning', 'When?'],
  ['Good morning', 'When?'],
  ['tomorrow 9:00', 'And what?'],
  ['"tomorrow 9:00"', 'And what?'],
  ['2029-01-31 09:00 Too late', 'has passed'],
  ['"nonsense" text', 'Not understood'],
])('%j is told what is wrong', (written, problem) => {
  expect(understandLater(written, now)).toEqual({ problem: expect.stringContaining(problem) });
});
