// The connection to PostgreSQL: drizzle for everyday queries, a raw client for SQL by hand.

import { limits } from '@parley/shared/limits';
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { limitPatience } from './patience.ts';

export type Database = PostgresJsDatabase<Record<string, never>>;
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];
export type Sql = postgres.Sql;
/** A piece of SQL to be put into others. */
export type Fragment = postgres.PendingQuery<postgres.Row[]>;

export interface Repo {
  readonly db: Database;
  /** SQL by hand for hot paths: tagged templates, prepared by the driver. */
  readonly sql: Sql;
  /**
   * One connection, on which statements follow each other without waiting for the answers: they are
   * run, committed and answered one after another. Only for short ones that wait for no lock.
   */
  readonly pipeline: Sql;
  /**
   * For searches and filters that callers put together: few connections of their own, 500 ms a
   * statement, each planned with its values. A costly one ends with SQLSTATE 57014 and holds up nobody.
   */
  readonly bounded: Sql;
  /** Runs in one transaction; throwing rolls back. Broadcast only after it resolved. */
  transact<T>(run: (tx: Transaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface RepoOptions {
  url: string;
  /** Connections per client. */
  max?: number;
  /** Sees every statement sent: tests count them. */
  onQuery?: (query: string) => void;
}

const boundedConnections = 4;

/** Of the sessions of `Repo.bounded`. */
export const boundedSettings = {
  statement_timeout: limits.searchMs,
  plan_cache_mode: 'force_custom_plan',
  jit: 'off',
  // How like a title must be to words that were not found: one slip in a word passes.
  'pg_trgm.word_similarity_threshold': 0.4,
} as const;

/** Options that all clients share; `url` may name a socket directory as `?host=/dir`. */
export function parseConnection(url: string): postgres.Options<Record<string, never>> {
  const parsed = new URL(url);
  const socket = parsed.searchParams.get('host');
  return {
    host: socket ?? decodeURIComponent(parsed.hostname),
    port: parsed.port === '' ? 5432 : Number(parsed.port),
    username: decodeURIComponent(parsed.username),
    password: decodeURIComponent(parsed.password),
    database: decodeURIComponent(parsed.pathname.slice(1)),
    ...(parsed.searchParams.get('sslmode') && {
      ssl: parsed.searchParams.get('sslmode') as 'require',
    }),
  };
}

/** Seconds to the next try to connect: the driver's own grow to 20, for which nobody waits once PostgreSQL is back. */
const computeBackoff = (retries: number): number =>
  (0.5 + Math.random() / 2) * Math.min(3 ** retries / 100, 1);

export function connectRepo({ url, max = 8, onQuery }: RepoOptions): Repo {
  const shared = {
    ...parseConnection(url),
    max,
    onnotice: () => {},
    connection: { application_name: 'parleyd', statement_timeout: 30_000 },
    connect_timeout: 10,
    backoff: computeBackoff,
    ...(onQuery && {
      debug: (_connection: number, query: string) => onQuery(query),
    }),
  };
  // drizzle changes the parsers of the client it is given, so raw SQL has one of its own.
  const mapped = limitPatience(postgres(shared));
  const sql = limitPatience(postgres(shared));
  const pipeline = limitPatience(postgres({ ...shared, max: 1 }));
  const bounded = limitPatience(
    postgres({
      ...shared,
      max: Math.min(max, boundedConnections),
      connection: { ...shared.connection, ...boundedSettings },
    }),
  );
  const db = drizzle(mapped);
  return {
    db,
    sql,
    pipeline,
    bounded,
    transact: (run) => db.transaction(run),
    close: async () => {
      // Whoever called has an answer by now; a connection lost in mid-statement would be waited for in vain.
      await Promise.all(
        [mapped, sql, pipeline, bounded].map((client) => client.end({ timeout: 2 })),
      );
    },
  };
}
