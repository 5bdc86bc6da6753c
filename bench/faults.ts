// Faults at length, with real keep-alive times, real daemons and a thousand clients; exits 1 if something does not hold.

import { tryBusAway, tryTwins } from '../e2e/support/faults-bus.ts';
import { tryRollingRestart, tryStampede } from '../e2e/support/faults-crowd.ts';
import { tryHalfOpen, trySlowReaders } from '../e2e/support/faults-line.ts';
import type { Finding } from '../e2e/support/finding.ts';
import { hasNatsServer } from '../packages/daemon/test/support/nats-server.ts';

const thousand = { listeners: 1_000, senders: 10, patienceMs: 15_000 };
const away = { awayMs: 120_000, lateMs: 5_000 };

const faults: Record<string, () => Promise<Finding>> = {
  'F10: the bus is away for two minutes (PostgreSQL)': () =>
    tryBusAway({ engine: 'postgres', ...away }),
  ...(hasNatsServer && {
    'F10: the bus is away for two minutes (NATS)': () => tryBusAway({ engine: 'nats', ...away }),
  }),
  'F13: a client’s line dies without a word': () =>
    tryHalfOpen({ clientMs: 20_000, serverMs: 45_000 }),
  'F16: the same message to two daemons at once, 1,000 times': () => tryTwins({ rounds: 1_000 }),
  'F17: five readers of a kilobyte a second among 50': () =>
    trySlowReaders({ slow: 5, quick: 50, seconds: 5, slackMs: 250, memoryMiB: 150 }),
  'F18: 1,000 clients are cut off at once': () => tryStampede(thousand),
  'F19: two daemons start anew one by one, under 1,000 clients': () =>
    tryRollingRestart({ ...thousand, exitMs: 10_000, rounds: 2 }),
};

const only = process.env.FAULTS?.split(',');
for (const [name, run] of Object.entries(faults)) {
  if (only && !only.some((number) => name.startsWith(`${number}:`))) continue;
  console.log(`\n${name}`);
  const { lines, problems } = await run();
  for (const line of lines) console.log(`  ${line}`);
  for (const problem of problems) console.log(`  NOT: ${problem}`);
  console.log(problems.length === 0 ? '  holds' : '  DOES NOT HOLD');
  if (problems.length > 0) process.exitCode = 1;
}
