// The history checker at length: 200 kills of two daemons and 20 crashes of PostgreSQL under load; exits 1 if a law is broken.

import { setTimeout as sleep } from 'node:timers/promises';
import { findViolations } from '../e2e/support/history-checker.ts';
import { makeHistory } from '../e2e/support/history-run.ts';

const kills = Number(process.env.HISTORY_KILLS ?? 200);
const crashes = Math.floor(kills / 10);
const seed = Number(process.env.HISTORY_SEED ?? Math.floor(Math.random() * 1e9));
/** How long after the last fault everybody may take to have heard everything. */
const patienceMs = 60_000;

console.log(`History of ${kills} kills -9 and ${crashes} crashes of PostgreSQL, seed ${seed}`);
await using run = await makeHistory({
  seed,
  kills,
  crashes,
  people: 4,
  log: (line) => console.log(`  ${line}`),
});
const before = performance.now();
let violations = findViolations(await run.read());
while (violations.length > 0 && performance.now() - before < patienceMs) {
  await sleep(100);
  violations = findViolations(await run.read());
}
console.log(`\n${run.summary}`);
if (violations.length === 0) {
  const seconds = ((performance.now() - before) / 1_000).toFixed(1);
  console.log(`I1 to I4 hold and everybody has the same, ${seconds} s after the last restart.`);
} else {
  for (const violation of violations.slice(0, 20)) console.log(`  ${violation}`);
  console.log(`${violations.length} violations.`);
  process.exitCode = 1;
}
