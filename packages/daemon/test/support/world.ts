// All contexts on a database of one's own, wired as the application wires them, with plain hashing.

import type { MessageView } from '@parley/shared/chat';
import { limits } from '@parley/shared/limits';
import { pino } from 'pino';
import {
  type Accounts,
  type Audit,
  anonymousScope,
  createAccounts,
  createAudit,
  createPlainHasher,
  createSessions,
  type Sessions,
  type UserScope,
} from '../../src/accounts/index.ts';
import {
  type Blog,
  createBlog,
  createViewCounter,
  type ViewCounter,
} from '../../src/blog/index.ts';
import { type Cache, createCache } from '../../src/cache/index.ts';
import { type Chat, createChat, roomTopic } from '../../src/chat/index.ts';
import { createPresence, createSurvey, type Presence } from '../../src/presence/index.ts';
import { createIsolatedPubSub, type IsolatedPubSub, type PubSub } from '../../src/pubsub/index.ts';
import { connectRepo, type Repo } from '../../src/repo/index.ts';
import { type Clock, type Ids, systemClock, systemIds } from '../../src/telemetry/index.ts';
import type { ConnectionSurvey } from '../../src/web/index.ts';
import { createTestDatabase, type TestDatabase } from './postgres.ts';

export const silentLog = pino({ level: 'silent' });

/** Strong enough for every policy. */
export const password = 'Quartz-lantern-71-meadow';

export interface World extends AsyncDisposable {
  url: string;
  repo: Repo;
  pubsub: IsolatedPubSub;
  presence: Presence;
  survey: ConnectionSurvey;
  clock: Clock;
  ids: Ids;
  audit: Audit;
  cache: Cache;
  sessions: Sessions;
  accounts: Accounts;
  chat: Chat;
  blog: Blog;
  /** Written when a test says `flush`, or after its time. */
  views: ViewCounter;
  /** Every statement sent to PostgreSQL since the last look. */
  takeQueries(): string[];
  /** Registers a user; the first one is admin. */
  signUp(username: string): Promise<{ scope: UserScope; token: string }>;
}

export interface WorldOptions {
  clock?: Clock;
  registration?: 'open' | 'invite' | 'closed';
  passwordPolicy?: 'strength' | 'composition';
  /** The way to the database, when it is not the direct one. */
  reach?: (url: string) => Promise<string>;
  /** Shared with other worlds, as daemons share one: whoever made it drops it. */
  database?: TestDatabase;
  /** On which other worlds hear; whoever opened it closes it. By default it hears itself alone. */
  bus?: PubSub;
}

export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const database = options.database ?? (await createTestDatabase());
  const { clock = systemClock } = options;
  const ids = systemIds;
  let queries: string[] = [];
  const url = (await options.reach?.(database.url)) ?? database.url;
  const repo = connectRepo({ url, onQuery: (query) => queries.push(query) });
  const isolated = createIsolatedPubSub((error) => {
    throw error;
  });
  const pubsub: IsolatedPubSub = { ...isolated, ...options.bus };
  const cache = createCache({ clock });
  const audit = createAudit({ clock, ids });
  const deps = { repo, pubsub, clock, ids, hasher: createPlainHasher(), audit, cache };
  const presence = createPresence(deps);
  const survey: ConnectionSurvey = createSurvey('connections', {
    ...deps,
    presence,
    mostItems: limits.connectionsPerDaemon,
  });
  const sessions = createSessions(deps);
  const chat = createChat(deps);
  const views = createViewCounter(deps);
  const blog = createBlog({ ...deps, views });
  const accounts = createAccounts(
    {
      ...deps,
      sessions,
      registration: options.registration ?? 'open',
      passwordPolicy: options.passwordPolicy ?? 'composition',
    },
    [(tx, userId) => chat.enterLobby(tx, userId)],
  );
  await chat.ensureLobby();

  return {
    url: database.url,
    repo,
    pubsub,
    presence,
    survey,
    clock,
    ids,
    audit,
    cache,
    sessions,
    accounts,
    chat,
    blog,
    views,
    takeQueries() {
      const seen = queries;
      queries = [];
      return seen;
    },
    async signUp(username) {
      const { token } = await accounts.register(anonymousScope('192.0.2.1'), {
        username,
        email: `${username}@example.org`,
        password,
      });
      const scope = await sessions.authenticate(token, '192.0.2.1');
      return { scope: scope as UserScope, token };
    },
    async [Symbol.asyncDispose]() {
      presence.stop();
      survey.stop();
      await views.stop();
      await repo.close();
      if (!options.database) await database.drop();
    },
  };
}

/** Collects a room's messages as they are broadcast. */
export function recordMessages(world: World, roomId: string): MessageView[] {
  const seen: MessageView[] = [];
  world.pubsub.subscribe(roomTopic(roomId), (event) => {
    if (event.type === 'message.created') seen.push(event.message);
  });
  return seen;
}
