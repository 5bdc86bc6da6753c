// What everything stands on: the database, the bus, and who is there.

import { join } from 'node:path';
import { limits } from '@parley/shared/limits';
import { createPresence, createSurvey, nameNode } from '../presence/index.ts';
import { openPubSub } from '../pubsub/index.ts';
import { connectionUrl, startEmbeddedPostgres } from '../repo/embedded/index.ts';
import { connectRepo, migrateDatabase, waitForDatabase } from '../repo/index.ts';
import type { ChildSpec, SupervisionLog } from '../supervision/index.ts';
import { openWaitingRoom } from '../web/index.ts';
import type { Making } from './parts.ts';

export function makePostgres({ config, log, parts }: Making): ChildSpec {
  return {
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
}

/** Whoever asks meanwhile hears that the daemon lives; on a port picked later nobody can ask. */
async function waitInTheOpen(
  { config, parts }: Making,
  signal: AbortSignal,
  log: SupervisionLog,
): Promise<void> {
  let room: { close(): Promise<void> } | undefined;
  try {
    await waitForDatabase({
      url: parts.databaseUrl,
      signal,
      async onAway(reason) {
        const remedy =
          'start it there, or correct DATABASE_URL; parleyd config tells where it stands';
        log.warn(
          { reason, ...(config.databaseUrl && { remedy }) },
          'the database is away; waiting for it',
        );
        if (config.mode !== 'worker' && config.port !== 0) room = await openWaitingRoom(config);
      },
    });
  } finally {
    await room?.close();
  }
}

export function makeDatabase(making: Making): ChildSpec {
  const { parts } = making;
  return {
    id: 'database',
    why: 'contexts need the newest schema and open connections',
    startTimeoutMs: 600_000,
    async start({ signal, log }) {
      await waitInTheOpen(making, signal, log);
      await migrateDatabase(parts.databaseUrl);
      parts.repo = connectRepo({ url: parts.databaseUrl });
      return { stop: () => parts.repo.close() };
    },
  };
}

export function makePubSub({ config, log, clock, ids, parts }: Making): ChildSpec {
  return {
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
}

export function makePresence({ clock, ids, parts }: Making): ChildSpec {
  return {
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
}

export function makeSurvey({ clock, ids, parts }: Making): ChildSpec {
  return {
    id: 'survey',
    why: 'daemons ask each other for their connections, and one without web answers that it has none',
    start() {
      const { presence, pubsub } = parts;
      const mostItems = limits.connectionsPerDaemon;
      parts.survey = createSurvey('connections', { presence, pubsub, clock, ids, mostItems });
      return { stop: () => parts.survey.stop() };
    },
  };
}
