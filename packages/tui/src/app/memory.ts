// What the client remembers between starts, in files of its own.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ClientConfig, writePrivateFile } from '../config/index.ts';
import {
  type AppState,
  cachedScreen,
  parseReading,
  parseSnapshot,
  type ReadingMemory,
  type Snapshot,
  takeReading,
  takeSnapshot,
  type Unsent,
} from '../stores/index.ts';
import { readUnsent } from './kept-unsent.ts';

export interface Memory {
  /** Home as it was on this server; null when nothing is known of it. */
  readonly snapshot: Snapshot | null;
  /** On whatever server. */
  readonly unsent: Unsent;
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
  const [home, read, unsent] = await Promise.all([
    readText(files.home),
    readText(files.reading),
    readUnsent(files.unsent),
  ]);
  const snapshot = parseSnapshot(home ?? '');
  const reading = parseReading(read ?? '');
  const isHere = (memory: { server: string } | null) => memory?.server === config.server;
  return {
    snapshot: isHere(snapshot) ? snapshot : null,
    unsent,
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
    write(files.reading, takeReading(state)),
  ]);
}

function readText(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch(() => null);
}
