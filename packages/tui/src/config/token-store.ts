// Where sessions are kept between runs: by server, in a private file or only in memory.

import { readPrivateFile, writePrivateFile } from './private-file.ts';

/** What logs in without a password. */
export interface StoredSession {
  readonly username: string;
  readonly token: string;
}

/** Servers are named by their normalised URL, so that no token ever goes to another one. */
export interface TokenStore {
  find(server: string): Promise<StoredSession | null>;
  keep(server: string, session: StoredSession): Promise<void>;
  forget(server: string): Promise<void>;
}

/** Lost at the end of the process: for tests, and for who wants nothing written. */
export function createMemoryTokenStore(): TokenStore {
  const sessions = new Map<string, StoredSession>();
  return {
    find: async (server) => sessions.get(server) ?? null,
    keep: async (server, session) => void sessions.set(server, session),
    forget: async (server) => void sessions.delete(server),
  };
}

/** @throws unauthenticated from every function when others could read or replace the file. */
export function createFileTokenStore(path: string): TokenStore {
  const read = async () => parseSessions(await readPrivateFile(path));
  const write = async (sessions: Map<string, StoredSession>) =>
    writePrivateFile(path, `${JSON.stringify(Object.fromEntries(sessions), null, 2)}\n`);
  return {
    find: async (server) => (await read()).get(server) ?? null,
    async keep(server, { username, token }) {
      await write((await read()).set(server, { username, token }));
    },
    async forget(server) {
      const sessions = await read();
      if (sessions.delete(server)) await write(sessions);
    },
  };
}

/** A store whose token for one server is given from outside, as by `PARLEY_TOKEN`. */
export function withGivenToken(store: TokenStore, given: string, token: string): TokenStore {
  return {
    ...store,
    find: async (server) => (server === given ? { username: '', token } : store.find(server)),
  };
}

function parseSessions(text: string | null): Map<string, StoredSession> {
  const sessions = new Map<string, StoredSession>();
  for (const [server, session] of Object.entries(parseObject(text))) {
    if (isSession(session)) sessions.set(server, session);
  }
  return sessions;
}

// A file that somebody broke holds no session: logging in again mends it.
function parseObject(text: string | null): object {
  try {
    return Object(JSON.parse(text ?? '{}'));
  } catch {
    return {};
  }
}

function isSession(value: unknown): value is StoredSession {
  const { username, token } = Object(value) as Partial<StoredSession>;
  return typeof username === 'string' && typeof token === 'string';
}
