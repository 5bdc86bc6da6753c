// The note that a running daemon leaves for commands on the same machine: where it is, and a secret.

import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SupervisorStatus } from '../supervision/index.ts';

export interface DaemonState {
  pid: number;
  /** Undefined in worker mode, where nothing listens. */
  url?: string;
  /** Shown by a command to prove that it may read this file. */
  secret: string;
}

export interface DaemonStatus {
  version: string;
  pid: number;
  tree: SupervisorStatus;
}

const pathIn = (dataDirectory: string): string => join(dataDirectory, 'parleyd.json');

/** @returns a function that removes the note again. */
export async function writeState(
  dataDirectory: string,
  state: DaemonState,
): Promise<() => Promise<void>> {
  const path = pathIn(dataDirectory);
  const partial = `${path}.${state.pid}`;
  await writeFile(partial, JSON.stringify(state), { mode: 0o600 });
  await rename(partial, path);
  return async () => {
    const current = await readState(dataDirectory);
    if (current?.pid === state.pid) await rm(path, { force: true });
  };
}

export async function readState(dataDirectory: string): Promise<DaemonState | null> {
  const text = await readFile(pathIn(dataDirectory), 'utf8').catch(() => null);
  return text === null ? null : (JSON.parse(text) as DaemonState);
}

/** The live daemon of this directory; `null` when none answers to its note. */
export async function findDaemon(
  dataDirectory: string,
): Promise<{ state: DaemonState; status: DaemonStatus } | null> {
  const state = await readState(dataDirectory);
  if (!state?.url) return null;
  // A pid may have been given to another program; only the daemon itself knows the secret.
  const response = await fetch(new URL('/internal/status', state.url), {
    headers: { authorization: `Bearer ${state.secret}` },
    signal: AbortSignal.timeout(5_000),
  }).catch(() => null);
  if (!response?.ok) return null;
  return { state, status: (await response.json()) as DaemonStatus };
}
