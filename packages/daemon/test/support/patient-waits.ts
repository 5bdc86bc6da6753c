// Waiting for a condition is patient wherever a test says nothing else: vitest gives up after one second.

import { vi } from 'vitest';

const patienceMs = 30_000;
const { waitFor } = vi;

vi.waitFor = (callback, options) =>
  waitFor(callback, {
    timeout: patienceMs,
    ...(typeof options === 'number' ? { timeout: options } : options),
  });
