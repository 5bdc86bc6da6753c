// What works beside the answering: mail, jobs, and what is made of rows that stand already.

import { join } from 'node:path';
import { systemScope } from '../accounts/index.ts';
import { blogBackfills } from '../blog/index.ts';
import { chatBackfills } from '../chat/index.ts';
import { startRunner } from '../jobs/index.ts';
import { connectSmtp, openMailbox } from '../mail/index.ts';
import { runBackfills, waitForDatabase } from '../repo/index.ts';
import type { ChildSpec } from '../supervision/index.ts';
import { createPerformers, cron, keepIndexing } from '../workers/index.ts';
import type { Making } from './parts.ts';

export function makeMail({ config, clock, parts, publicUrl }: Making): ChildSpec {
  return {
    id: 'mail',
    why: 'jobs send mail',
    async start() {
      const from = `Parley <parley@${new URL(publicUrl()).hostname}>`;
      parts.mailer = config.smtpUrl
        ? connectSmtp({ url: config.smtpUrl, from })
        : await openMailbox({ directory: join(config.dataDirectory, 'mail'), from, clock });
      return { stop: () => parts.mailer.close() };
    },
  };
}

export function makeJobs({ log, parts, publicUrl }: Making): ChildSpec {
  return {
    id: 'jobs',
    why: 'a job may use anything above, and nothing waits for it to start',
    startTimeoutMs: 600_000,
    stopTimeoutMs: 20_000,
    async start({ fail, signal }) {
      // The runner ends when the database goes away. That must not count as one crash after another.
      await waitForDatabase({ url: parts.databaseUrl, signal });
      const runner = await startRunner({
        url: parts.databaseUrl,
        performers: createPerformers({ ...parts, publicUrl: publicUrl(), log }),
        cron,
        log,
      });
      runner.ended.then(() => fail('the job runner ended'), fail);
      // A daemon that was killed may have left a job locked; its post shall not wait for the sweep.
      const due = parts.blog
        .publishDue(systemScope())
        .catch((error: unknown) => log.warn({ err: error }, 'what is due was not published yet'));
      return {
        async stop() {
          await runner.stop();
          await due;
        },
      };
    },
  };
}

export function makeWords({ clock, parts }: Making): ChildSpec {
  return {
    id: 'words',
    why: 'nothing waits for it: indexes what messages say, beside their sending',
    start({ signal, log }) {
      const { chat } = parts;
      const work = keepIndexing(() => chat.indexMessages(), { clock, log, signal });
      return { stop: () => work };
    },
  };
}

export function makeBackfills({ clock, parts }: Making): ChildSpec {
  return {
    id: 'backfills',
    why: 'last: fills what this version wants of older rows, while everything serves',
    restart: 'transient',
    start({ signal, log, finish }) {
      const backfills = [...blogBackfills({ clock }), ...chatBackfills()];
      const work = runBackfills(parts.repo, backfills, { clock, log, signal });
      void work.then(finish);
      return { stop: () => work };
    },
  };
}
