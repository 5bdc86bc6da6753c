// Waits for the end of a test run, however it comes, and clears away what it left. Started by `beginRun`.

import { setTimeout as delay } from 'node:timers/promises';
import { clearRuns } from './run-directory.ts';

const run = Number(process.argv[2]);
const mostTries = 60;

process.stdin.resume();
process.stdin.once('close', () => void clear());

async function clear(): Promise<void> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    // Daemons that lost their parent take a moment to end.
    if ((await clearRuns((other) => other === run)) === 0) return;
    await delay(500);
  }
}
