// Waiting for a condition is patient wherever a test says nothing else: vitest gives up after one second.

import { vi } from 'vitest';

const patienceMs = 30_000;
const isPatient = Symbol.for('parley.patient');
const { waitFor } = vi;

const waitPatiently = (callback: () => unknown, options?: number | { timeout?: number }) =>
  waitFor(callback, {
    timeout: patienceMs,
    ...(typeof options === 'number' ? { timeout: options } : options),
  });

// Files share a process: for the next one it is there already.
if (!(isPatient in waitFor)) {
  vi.waitFor = Object.assign(waitPatiently, { [isPatient]: true }) as typeof vi.waitFor;
}
