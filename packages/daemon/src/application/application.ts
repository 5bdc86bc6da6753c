// The application: everything that is started, in order; each child says the reason for its place.

import { mkdir } from 'node:fs/promises';
import { createArgonHasher, type PasswordHasher } from '../accounts/index.ts';
import type { Config } from '../config/index.ts';
import {
  createSupervisor,
  type EscalationError,
  type SupervisorStatus,
} from '../supervision/index.ts';
import {
  type Clock,
  createMetrics,
  type Ids,
  type Logger,
  systemClock,
  systemIds,
} from '../telemetry/index.ts';
import {
  makeDatabase,
  makePostgres,
  makePresence,
  makePubSub,
  makeSurvey,
} from './children-ground.ts';
import { makeContexts, makeViews, makeWeb } from './children-serving.ts';
import { makeBackfills, makeJobs, makeMail, makeWords } from './children-working.ts';
import type { Making, Parts } from './parts.ts';

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

export function createApplication(options: ApplicationOptions): Application {
  const { config, log, clock = systemClock, ids = systemIds } = options;
  const parts = {} as Parts;
  const making: Making = {
    config,
    log,
    clock,
    ids,
    hasher: options.hasher ?? createArgonHasher(),
    metrics: createMetrics(),
    controlSecret: options.controlSecret ?? ids.uuid(),
    startedAt: clock.monotonic(),
    parts,
    publicUrl: () => config.publicUrl ?? parts.web?.url ?? `http://${config.host}:${config.port}`,
    getStatus: () => supervisor.status(),
  };

  if (config.databaseUrl) parts.databaseUrl = config.databaseUrl;
  const supervisor = createSupervisor({
    id: 'parleyd',
    // A child is built on those above it: when one is replaced, those below start anew on it.
    strategy: 'rest_for_one',
    children: [
      ...(config.databaseUrl ? [] : [makePostgres(making)]),
      makeDatabase(making),
      makePubSub(making),
      makePresence(making),
      makeSurvey(making),
      makeContexts(making),
      makeViews(making),
      ...(config.mode === 'worker' ? [] : [makeWeb(making)]),
      ...(config.mode === 'web'
        ? []
        : [makeMail(making), makeJobs(making), makeWords(making), makeBackfills(making)]),
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
