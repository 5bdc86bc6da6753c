// What runs by the clock, in UTC.

import { sweepTokens } from '../accounts/index.ts';
import type { CronEntry } from '../jobs/index.ts';

export const cron: readonly CronEntry[] = [
  { spec: sweepTokens, at: '17 * * * *', why: 'expired tokens are dead weight in every lookup' },
];
