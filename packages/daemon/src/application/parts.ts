// What the children of the application are made with, and what they make for one another.

import type { Accounts, Audit, PasswordHasher, Sessions } from '../accounts/index.ts';
import type { Blog, ViewCounter } from '../blog/index.ts';
import type { Cache } from '../cache/index.ts';
import type { Chat } from '../chat/index.ts';
import type { Config } from '../config/index.ts';
import type { Mailer } from '../mail/index.ts';
import type { Presence } from '../presence/index.ts';
import type { PubSub } from '../pubsub/index.ts';
import type { Repo } from '../repo/index.ts';
import type { SupervisorStatus } from '../supervision/index.ts';
import type { Clock, Ids, Logger, Metrics } from '../telemetry/index.ts';
import type { ConnectionSurvey, WebServer } from '../web/index.ts';

/** What earlier children made for later ones; complete from a child's own place in the list on. */
export interface Parts {
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

export interface Making {
  config: Config;
  log: Logger;
  clock: Clock;
  ids: Ids;
  hasher: PasswordHasher;
  metrics: Metrics;
  /** Proves to the running daemon that a command on this machine is its operator's. */
  controlSecret: string;
  /** By the monotonic clock. */
  startedAt: number;
  parts: Parts;
  publicUrl(): string;
  getStatus(): SupervisorStatus;
}
