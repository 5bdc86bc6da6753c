// The line that says when a post is to be published: what is understood is said whole.

import { formatAhead } from '@parley/shared/moments';
import { expect, test } from 'vitest';
import { understandWhen } from '../../src/stores/schedule.ts';

const now = new Date(2030, 0, 30, 10, 15).getTime();

test('a moment is said with its weekday, date, time and zone, and how far away it is', () => {
  expect(understandWhen('friday 18:30', now)).toMatchObject({
    at: new Date(2030, 1, 1, 18, 30),
    said: expect.stringMatching(/^Friday 1 February 2030, 18:30 \S+$/),
    ahead: 'in 2 days 8 hours',
  });
});

test('what is not understood is answered with examples, what has passed with what was understood', () => {
  expect(understandWhen('soonish', now)).toEqual({
    problem: expect.stringContaining('tomorrow 9:00'),
  });
  expect(understandWhen('2030-01-01 09:00', now)).toEqual({
    problem: expect.stringMatching(/^Tuesday 1 January 2030, 09:00 \S+ has passed\.$/),
  });
});

test.each([
  [1, 'in 1 minute'],
  [60_000, 'in 1 minute'],
  [3_600_000, 'in 1 hour'],
  [3_659_000, 'in 1 hour 1 minute'],
  [86_400_000 + 60_000, 'in 1 day 1 minute'],
  [3 * 86_400_000, 'in 3 days'],
  [30.5 * 86_400_000, 'in 30 days'],
])('%d ms is %s', (milliseconds, said) => {
  expect(formatAhead(milliseconds)).toBe(said);
});
