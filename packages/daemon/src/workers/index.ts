// The workers' door: every job's performer, and the cron table.

import type { Accounts, Sessions } from '../accounts/index.ts';
import type { Blog } from '../blog/index.ts';
import type { Chat } from '../chat/index.ts';
import type { JobPerformer } from '../jobs/index.ts';
import type { Mailer } from '../mail/index.ts';
import type { Logger } from '../telemetry/index.ts';
import { performPublishDuePosts, performPublishPost } from './publish-posts.ts';
import { performPurgeMessages } from './purge-messages.ts';
import { performSendDue, performSendScheduled } from './send-scheduled.ts';
import { performSweepTokens } from './sweep-tokens.ts';
import { performSweepViews } from './sweep-views.ts';
import { performWelcomeMail } from './welcome-mail.ts';

export { cron } from './cron.ts';
export { keepIndexing } from './keep-indexing.ts';

export interface WorkerDeps {
  accounts: Accounts;
  sessions: Sessions;
  chat: Chat;
  blog: Blog;
  mailer: Mailer;
  publicUrl: string;
  log: Logger;
}

export function createPerformers(deps: WorkerDeps): JobPerformer[] {
  return [
    performPurgeMessages(deps),
    performSendScheduled(deps),
    performSendDue(deps),
    performWelcomeMail(deps),
    performSweepTokens(deps),
    performPublishPost(deps),
    performPublishDuePosts(deps),
    performSweepViews(deps),
  ];
}
