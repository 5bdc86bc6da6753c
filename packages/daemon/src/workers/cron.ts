// What runs by the clock, in UTC.

import { sweepTokens } from '../accounts/index.ts';
import { publishDuePosts, sweepViews } from '../blog/index.ts';
import { purgeMessages, sendDueMessages } from '../chat/index.ts';
import type { CronEntry } from '../jobs/index.ts';

export const cron: readonly CronEntry[] = [
  { spec: purgeMessages, at: '41 3 * * *', why: 'rooms that keep messages for a time only' },
  { spec: sendDueMessages, at: '* * * * *', why: 'a lost job must not lose a message' },
  { spec: sweepTokens, at: '17 * * * *', why: 'expired tokens are dead weight in every lookup' },
  { spec: publishDuePosts, at: '* * * * *', why: 'a lost job must not lose a post' },
  { spec: sweepViews, at: '23 * * * *', why: 'who read what is kept for hours, not for ever' },
];
