// The application: everything that is started, in order, each with the reason for its place.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { limits } from '@parley/shared/limits';
import {
  type Accounts,
  type Audit,
  createAccounts,
  createArgonHasher,
  createAudit,
  createSessions,
  type PasswordHasher,
  type Sessions,
  systemScope,
} from './accounts/index.ts';
import {
  type Blog,
  blogBackfills,
  createBlog,
  createViewCounter,
  type ViewCounter,
} from './blog/index.ts';
import { type Cache, createCache } from './cache/index.ts';
import { type Chat, createChat } from './chat/index.ts';
import type { Config } from './config/index.ts';
import { startRunner } from './jobs/index.ts';
import { connectSmtp, type Mailer, openMailbox } from './mail/index.ts';
import { createPresence, createSurvey, nameNode, type Presence } from './presence/index.ts';
import { openPubSub, type PubSub } from './pubsub/index.ts';
import { connectionUrl, startEmbeddedPostgres } from './repo/embedded/index.ts';
import {
  connectRepo,
  migrateDatabase,
  type Repo,
  runBackfills,
  waitForDatabase,
} from './repo/index.ts';
import {
  type ChildSpec,
  createSupervisor,
  type EscalationError,
  type SupervisionLog,
  type SupervisorStatus,
} from './supervision/index.ts';
import {
  type Clock,
  createMetrics,
  type Ids,
  type Logger,
  systemClock,
  systemIds,
} from './telemetry/index.ts';
import { version } from './version.ts';
import { type ConnectionSurvey, openWaitingRoom, startWeb, type WebServer } from './web/index.ts';
import { createPerformers, cron, keepIndexing } from './workers/index.ts';

export interface ApplicationOptions {
  config: Config;
  log: Logger;
  clock?: Clock;
  ids?: Ids;
  hasher?: PasswordHasher;
  /** Proves to the running daemon that a command on this machine is its operator's. */
  controlSecret?: string;
  /** Children died too often: everything is stopped, and the process should end. */
  onEscalate(error: EscalationError): void;
}

export interface Application {
  start(): Promise<void>;
  stop(): Promise<void>;
  status(): SupervisorStatus;
  /** Where it listens; undefined in worker mode. */
  readonly url: string | undefined;
}

/** What earlier children made for later ones; complete from a child's own place in the list on. */
interface Parts {
  databaseUrl: string;
  repo: Repo;
  pubsub: PubSub;
  presence: Presence;
  survey: ConnectionSurvey;
  cache: Cache;
  audit: Audit;
  sessions: Sessions;
  accounts: Accounts;
  views: ViewCounter;
  blog: Blog;
  chat: Chat;
  mailer: Mailer;
  web: WebServer;
}

export function createApplication(options: ApplicationOptions): Application {
  const { config, log, clock = systemClock, ids = systemIds } = options;
  const hasher = options.hasher ?? createArgonHasher();
  const parts = {} as Parts;
  const metrics = createMetrics();
  const startedAt = clock.monotonic();
  const publicUrl = () =>
    config.publicUrl ?? parts.web?.url ?? `http://${config.host}:${config.port}`;

  const postgres: ChildSpec = {
    id: 'postgres',
    why: 'everything else reads or writes the database',
    startTimeoutMs: 120_000,
    stopTimeoutMs: 30_000,
    async start({ signal, fail }) {
      const server = await startEmbeddedPostgres({
        dataDirectory: join(config.dataDirectory, 'postgres'),
        databases: ['parley'],
        log: (line) => log.info({ child: 'postgres' }, line),
        signal,
      });
      server.onExit(fail);
      parts.databaseUrl = connectionUrl(server.connection('parley'));
      return {
        stop: () => server.stop(),
        describe: () => ({ pid: server.pid, socket: server.socketDirectory }),
      };
    },
  };

  /** Whoever asks meanwhile hears that the daemon lives; on a port picked later nobody can ask. */
  async function waitInTheOpen(signal: AbortSignal, log: SupervisionLog): Promise<void> {
    let room: { close(): Promise<void> } | undefined;
    try {
      await waitForDatabase({
        url: parts.databaseUrl,
        signal,
        async onAway(reason) {
          log.warn({ reason }, 'the database is away; waiting for it');
          if (config.mode !== 'worker' && config.port !== 0) room = await openWaitingRoom(config);
        },
      });
    } finally {
      await room?.close();
    }
  }

  const database: ChildSpec = {
    id: 'database',
    why: 'contexts need the newest schema and open connections',
    startTimeoutMs: 600_000,
    async start({ signal, log }) {
      await waitInTheOpen(signal, log);
      await migrateDatabase(parts.databaseUrl);
      parts.repo = connectRepo({ url: parts.databaseUrl });
      return { stop: () => parts.repo.close() };
    },
  };

  const bus: ChildSpec = {
    id: 'pubsub',
    why: 'contexts broadcast on it, presence and channels listen to it',
    async start() {
      parts.pubsub = await openPubSub({
        engine: config.pubsub,
        databaseUrl: parts.databaseUrl,
        clock,
        ids,
        log,
      });
      return { stop: () => parts.pubsub.close(), describe: () => parts.pubsub.describe() };
    },
  };

  const presence: ChildSpec = {
    id: 'presence',
    why: 'channels track who is in a room',
    start() {
      parts.presence = createPresence({ pubsub: parts.pubsub, clock, ids, node: nameNode(ids) });
      return {
        stop: () => parts.presence.stop(),
        describe: () => ({
          topics: parts.presence.topics().length,
          daemons: parts.presence.listPeers().length + 1,
        }),
      };
    },
  };

  const survey: ChildSpec = {
    id: 'survey',
    why: 'daemons ask each other for their connections, and one without web answers that it has none',
    start() {
      const { presence, pubsub } = parts;
      const mostItems = limits.connectionsPerDaemon;
      parts.survey = createSurvey('connections', { presence, pubsub, clock, ids, mostItems });
      return { stop: () => parts.survey.stop() };
    },
  };

  const contexts: ChildSpec = {
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
      return { stop: () => {}, describe: () => ({ cache: parts.cache.counters() }) };
    },
  };

  const views: ChildSpec = {
    id: 'views',
    why: 'counts readers in batches; it stops after all who read, so its last batch is complete',
    start: () => ({ stop: () => parts.views.stop(), describe: () => parts.views.describe() }),
  };

  const web: ChildSpec = {
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
          secret: options.controlSecret ?? ids.uuid(),
          getStatus: () => ({ version, pid: process.pid, tree: supervisor.status() }),
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

  const mail: ChildSpec = {
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

  const jobs: ChildSpec = {
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

  const backfills: ChildSpec = {
    id: 'backfills',
    why: 'last: fills what this version wants of older rows, while everything serves',
    restart: 'transient',
    start({ signal, log, finish }) {
      const work = runBackfills(parts.repo, blogBackfills({ clock }), { clock, log, signal });
      void work.then(finish);
      return { stop: () => work };
    },
  };

  const words: ChildSpec = {
    id: 'words',
    why: 'nothing waits for it: indexes what messages say, beside their sending',
    start({ signal, log }) {
      const { chat } = parts;
      const work = keepIndexing(() => chat.indexMessages(), { clock, log, signal });
      return { stop: () => work };
    },
  };

  if (config.databaseUrl) parts.databaseUrl = config.databaseUrl;
  const supervisor = createSupervisor({
    id: 'parleyd',
    // A child is built on those above it: when one is replaced, those below start anew on it.
    strategy: 'rest_for_one',
    children: [
      ...(config.databaseUrl ? [] : [postgres]),
      database,
      bus,
      presence,
      survey,
      contexts,
      views,
      ...(config.mode === 'worker' ? [] : [web]),
      ...(config.mode === 'web' ? [] : [mail, jobs, words, backfills]),
    ],
    clock,
    log,
    onEscalate: options.onEscalate,
  });

  return {
    async start() {
      await mkdir(config.dataDirectory, { recursive: true, mode: 0o700 });
      await supervisor.start();
    },
    stop: () => supervisor.stop(),
    status: () => supervisor.status(),
    get url() {
      return parts.web?.url;
    },
  };
}
