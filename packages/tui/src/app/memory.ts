// What the client remembers between starts, in files of its own.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ClientConfig, writePrivateFile } from '../config/index.ts';
import {
  type AppState,
  cachedScreen,
  parseReading,
  parseSnapshot,
  parseUnsent,
  type ReadingMemory,
  type Snapshot,
  takeReading,
  takeSnapshot,
  takeUnsent,
  type Unsent,
} from '../stores/index.ts';

export interface Memory {
  /** Home as it was on this server; null when nothing is known of it. */
  readonly snapshot: Snapshot | null;
  readonly unsent: Unsent | null;
  readonly reading: ReadingMemory | null;
}

interface Files {
  /** Read by `main` alone, for the first frame. */
  readonly screen: string;
  readonly home: string;
  readonly unsent: string;
  readonly reading: string;
}

/** @param places where the client keeps files; one set per profile. */
export function memoryFiles({ places, profile }: Pick<ClientConfig, 'places' | 'profile'>): Files {
  return {
    screen: join(places.cache, `${profile}-screen.json`),
    home: join(places.cache, `${profile}-home.json`),
    unsent: join(places.drafts, `${profile}.json`),
    reading: join(places.cache, `${profile}-reading.json`),
  };
}

/** Never fails: without a memory the client starts fresh. */
export async function recall(config: ClientConfig): Promise<Memory> {
  const files = memoryFiles(config);
  const [home, unsent, read] = await Promise.all(
    [files.home, files.unsent, files.reading].map(readText),
  );
  const snapshot = parseSnapshot(home ?? '');
  const drafts = parseUnsent(unsent ?? '');
  const reading = parseReading(read ?? '');
  const isHere = (memory: { server: string } | null) => memory?.server === config.server;
  return {
    snapshot: isHere(snapshot) ? snapshot : null,
    unsent: isHere(drafts) ? drafts : null,
    reading: isHere(reading) ? reading : null,
  };
}

/** Never fails: a full disk must not keep anybody from leaving. */
export async function remember(config: ClientConfig, state: AppState): Promise<void> {
  const files = memoryFiles(config);
  const snapshot = takeSnapshot(state);
  const write = (path: string, value: unknown) =>
    writePrivateFile(path, JSON.stringify(value)).catch(() => {});
  await Promise.all([
    write(files.screen, cachedScreen(snapshot)),
    write(files.home, snapshot),
    write(files.unsent, takeUnsent(state)),
    write(files.reading, takeReading(state)),
  ]);
}

function readText(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch(() => null);
}
