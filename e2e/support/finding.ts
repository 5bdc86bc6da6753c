// What a fault came to: what was seen, in words, and what was not as it should be.

import { setTimeout as sleep } from 'node:timers/promises';

export interface Finding {
  readonly lines: string[];
  readonly problems: string[];
}

/** Milliseconds until it is true, or null when it was not by then. */
export async function waitUntil(
  isTrue: () => boolean | Promise<boolean>,
  withinMs: number,
): Promise<number | null> {
  const begin = performance.now();
  for (;;) {
    if (await isTrue()) return performance.now() - begin;
    if (performance.now() - begin > withinMs) return null;
    await sleep(20);
  }
}

/** Collects a finding; `expect` waits, and what comes too late or never is a problem. */
export function createFinding() {
  const finding: Finding = { lines: [], problems: [] };
  return {
    ...finding,
    finding,
    say: (line: string) => void finding.lines.push(line),
    check(what: string, holds: boolean) {
      if (!holds) finding.problems.push(what);
    },
    async expect(what: string, withinMs: number, isTrue: () => boolean | Promise<boolean>) {
      const ms = await waitUntil(isTrue, withinMs);
      if (ms === null) finding.problems.push(`${what}: not within ${withinMs / 1_000} s`);
      else finding.lines.push(`${what}: after ${(ms / 1_000).toFixed(1)} s`);
    },
  };
}

export function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index + 1);
}
