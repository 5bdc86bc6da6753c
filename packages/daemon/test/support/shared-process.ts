// Test files share a process, so that all is imported once: what one leaves behind in it the next would find.

import { afterAll, expect, vi } from 'vitest';

const read = () => ({
  environment: { ...process.env },
  directory: process.cwd(),
  umask: process.umask(),
});
const before = read();

afterAll(() => {
  expect(vi.isFakeTimers(), 'timers are real again').toBe(false);
  expect(read(), 'the process is as it was').toEqual(before);
});
