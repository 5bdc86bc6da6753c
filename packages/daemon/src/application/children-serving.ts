// What answers: the contexts, and the web over them.

import { createAccounts, createAudit, createSessions } from '../accounts/index.ts';
import { createBlog, createViewCounter } from '../blog/index.ts';
import { createCache } from '../cache/index.ts';
import { createChat } from '../chat/index.ts';
import type { ChildSpec } from '../supervision/index.ts';
import { version } from '../version.ts';
import { startWeb } from '../web/index.ts';
import type { Making } from './parts.ts';

export function makeContexts({
  config,
  log,
  clock,
  ids,
  hasher,
  metrics,
  parts,
}: Making): ChildSpec {
  return {
    id: 'contexts',
    why: 'the rules of accounts, blog and chat, between the database and those who call',
    async start() {
      const { repo, pubsub } = parts;
      parts.cache = createCache({ clock });
      metrics.watch('parley_cache', 'Answers kept for everybody', () => ({
        ...parts.cache.counters(),
      }));
      const deps = { repo, pubsub, clock, ids, hasher, cache: parts.cache };
      parts.audit = createAudit({ clock, ids });
      parts.sessions = createSessions({ ...deps, audit: parts.audit });
      parts.chat = createChat({ ...deps, audit: parts.audit });
      parts.views = createViewCounter({
        repo,
        clock,
        onError: (error) => log.warn({ err: error }, 'readers could not be counted yet'),
      });
      parts.blog = createBlog({ ...deps, audit: parts.audit, views: parts.views });
      parts.accounts = createAccounts(
        {
          ...deps,
          audit: parts.audit,
          sessions: parts.sessions,
          registration: config.registration,
          passwordPolicy: config.passwordPolicy,
        },
        [(tx, userId) => parts.chat.enterLobby(tx, userId)],
      );
      await parts.chat.ensureLobby();
      return {
        stop: () => parts.chat.stop(),
        describe: () => ({ cache: parts.cache.counters() }),
      };
    },
  };
}

export function makeViews({ parts }: Making): ChildSpec {
  return {
    id: 'views',
    why: 'counts readers in batches; it stops after all who read, so its last batch is complete',
    start: () => ({ stop: () => parts.views.stop(), describe: () => parts.views.describe() }),
  };
}

export function makeWeb({
  config,
  log,
  clock,
  ids,
  metrics,
  parts,
  controlSecret,
  startedAt,
  publicUrl,
  getStatus,
}: Making): ChildSpec {
  return {
    id: 'web',
    why: 'calls need the contexts; jobs after it know the address that mails link to',
    stopTimeoutMs: 15_000,
    async start() {
      parts.web = await startWeb({
        ...parts,
        host: config.host,
        port: config.port,
        siteName: config.siteName,
        publicUrl: config.publicUrl,
        trustProxy: config.trustProxy,
        allowedOrigins: [
          ...config.allowedOrigins,
          ...(config.publicUrl ? [new URL(config.publicUrl).origin] : []),
        ],
        rates: config.rates,
        clock,
        ids,
        log,
        checkReady: async () => {
          await parts.repo.sql`select 1`;
        },
        getInfo: async () => ({
          name: 'parley',
          version,
          uptime: (clock.monotonic() - startedAt) / 1000,
          registration: config.registration,
          passwordPolicy: config.passwordPolicy,
          needsFirstAccount: await parts.accounts.needsFirstAccount(),
          publicUrl: publicUrl(),
        }),
        control: {
          secret: controlSecret,
          getStatus: () => ({ version, pid: process.pid, tree: getStatus() }),
        },
        metrics,
      });
      metrics.watch('parley_connections', 'Open WebSockets', () => ({
        sockets: parts.web.countSockets(),
      }));
      return {
        stop: () => parts.web.stop(),
        describe: () => ({ url: parts.web.url, sockets: parts.web.countSockets() }),
      };
    },
  };
}
