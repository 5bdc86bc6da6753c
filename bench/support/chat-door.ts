// The chat door on a PostgreSQL of its own, in this process: what benches call without a network between.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  anonymousScope,
  createAccounts,
  createAudit,
  createPlainHasher,
  createSessions,
  type UserScope,
} from '../../packages/daemon/src/accounts/index.ts';
import { type Chat, createChat } from '../../packages/daemon/src/chat/index.ts';
import { openPubSub, type PubSub } from '../../packages/daemon/src/pubsub/index.ts';
import {
  connectionUrl,
  startEmbeddedPostgres,
} from '../../packages/daemon/src/repo/embedded/index.ts';
import { connectRepo, migrateDatabase, type Repo } from '../../packages/daemon/src/repo/index.ts';
import {
  systemClock as clock,
  createLogger,
  systemIds as ids,
} from '../../packages/daemon/src/telemetry/index.ts';
import { password } from './daemon.ts';

export interface ChatRig extends AsyncDisposable {
  readonly repo: Repo;
  openBus(engine: string): Promise<PubSub>;
  createDoor(pubsub: PubSub): Chat;
  signUp(pubsub: PubSub, username: string): Promise<UserScope>;
}

export async function openChatRig(): Promise<ChatRig> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'parley-bench-'));
  const server = await startEmbeddedPostgres({ dataDirectory, databases: ['parley'] });
  const databaseUrl = connectionUrl(server.connection('parley'));
  await migrateDatabase(databaseUrl);
  const repo = connectRepo({ url: databaseUrl });
  const log = createLogger({ level: 'silent' });
  const audit = createAudit({ clock, ids });
  const buses: PubSub[] = [];
  const createDoor = (pubsub: PubSub) => createChat({ repo, pubsub, clock, ids, audit });
  return {
    repo,
    createDoor,
    async openBus(engine) {
      const bus = await openPubSub({ engine, databaseUrl, clock, ids, log });
      buses.push(bus);
      return bus;
    },
    async signUp(pubsub, username) {
      const deps = { repo, pubsub, clock, ids, audit, hasher: createPlainHasher() };
      const sessions = createSessions(deps);
      const chat = createDoor(pubsub);
      await chat.ensureLobby();
      const accounts = createAccounts(
        { ...deps, sessions, registration: 'open', passwordPolicy: 'composition' },
        [(tx, userId) => chat.enterLobby(tx, userId)],
      );
      const email = `${username}@example.org`;
      const { token } = await accounts.register(anonymousScope('127.0.0.1'), {
        username,
        email,
        password,
      });
      return (await sessions.authenticate(token, '127.0.0.1')) as UserScope;
    },
    async [Symbol.asyncDispose]() {
      for (const bus of buses.toReversed()) await bus.close();
      await repo.close();
      await server.stop();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}
