// Counting at a database that does not answer: nobody waits long, and only one waits at all.

import { expect, test } from 'vitest';
import type { CountAsked, Counted } from '../../../src/accounts/index.ts';
import { createManualClock } from '../../../src/telemetry/index.ts';
import { countPatiently } from '../../../src/web/patient-count.ts';

const asked: CountAsked = {
  key: 'ada',
  rate: { points: 10, seconds: 60 },
  passed: [],
  wanted: 1,
  isForced: false,
};
const counted: Counted = { isRecorded: true, granted: 1, waitMs: 0 };

function start(answer: () => Promise<Counted>) {
  const clock = createManualClock();
  const warnings: unknown[] = [];
  let statements = 0;
  const count = countPatiently(
    () => {
      statements += 1;
      return answer();
    },
    { clock, log: { warn: (fields: unknown) => void warnings.push(fields) } },
  );
  return { clock, warnings, count: () => count(asked), countStatements: () => statements };
}

test('what fails or hangs is answered within a second and a half, and not asked again for five', async () => {
  const answers = [
    () => new Promise<Counted>(() => {}),
    async () => Promise.reject(new Error('no connection')),
    async () => counted,
  ];
  const { clock, warnings, count, countStatements } = start(() => answers.shift()!());
  const hanging = count();
  await clock.advance(1_500);
  expect(await hanging).toBeNull();
  expect(await count()).toBeNull();
  await clock.advance(4_999);
  expect(await count()).toBeNull();
  expect(countStatements()).toBe(1);
  await clock.advance(1);
  expect(await count()).toBeNull();
  await clock.advance(5_000);
  expect(await count()).toEqual(counted);
  expect(countStatements()).toBe(3);
  expect(warnings).toHaveLength(2);
  expect(clock.pendingTimers).toBe(0);
});

test('many that hang together are one warning', async () => {
  const { clock, warnings, count } = start(() => new Promise(() => {}));
  const all = Promise.all(Array.from({ length: 50 }, count));
  await clock.advance(1_500);
  expect(new Set(await all)).toEqual(new Set([null]));
  expect(warnings).toHaveLength(1);
});
