// Drafts and unsent lines on this computer's disk: kept soon after each change, together with other clients of the profile.

import { open, readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makePrivateDirectory, writePrivateFile } from '../config/index.ts';
import {
  type AppStore,
  formatUnsent,
  isUnsentSame,
  mergeUnsent,
  parseUnsent,
  takeUnsent,
  type Unsent,
} from '../stores/index.ts';

/** From a change until it is kept. */
const keepAfterMs = 700;
const lockTries = { every: 20, most: 100 };
/** Whoever holds a lock this long was killed at it. */
const staleMs = 5_000;

export interface KeptUnsent {
  /** Keeps what is not kept yet, and watches no more. */
  stop(): Promise<void>;
}

/**
 * Watches the store. Never fails: a full disk must not keep anybody from writing.
 * @param path of the file, 0600 in a directory of one's own.
 */
export function keepUnsent(store: AppStore, path: string): KeptUnsent {
  let before = takeUnsent(store.getState());
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> = Promise.resolve();

  const keep = async (now: Unsent) => {
    if (isUnsentSame(before, now)) return;
    await withLock(path, async () => {
      const kept = await readUnsent(path);
      const merged = mergeUnsent(kept, { before, now });
      if (!isUnsentSame(kept, merged)) await writePrivateFile(path, formatUnsent(merged));
    });
    before = now;
  };
  // What could not be written is tried again with the next change.
  const keepInTurn = (state = store.getState()) => {
    const now = takeUnsent(state);
    running = running.then(() => keep(now)).catch(() => {});
    return running;
  };

  const unsubscribe = store.subscribe((state, was) => {
    const isOther =
      state.drafts !== was.drafts || state.rooms !== was.rooms || state.threads !== was.threads;
    // What was written on a server is kept as written there.
    if (state.server !== was.server) void keepInTurn(was);
    if (!isOther || timer !== null) return;
    timer = setTimeout(() => {
      timer = null;
      void keepInTurn();
    }, keepAfterMs);
    timer.unref();
  });

  return {
    async stop() {
      unsubscribe();
      if (timer !== null) clearTimeout(timer);
      timer = null;
      await keepInTurn();
    },
  };
}

/** What is kept; nothing where there is no such file. */
export async function readUnsent(path: string): Promise<Unsent> {
  return parseUnsent(await readFile(path, 'utf8').catch(() => ''));
}

// A client that hangs at its lock must not keep the others from keeping theirs.
async function withLock(path: string, run: () => Promise<void>): Promise<void> {
  await makePrivateDirectory(dirname(path));
  const lock = `${path}.lock`;
  for (let tries = 0; tries < lockTries.most && !(await take(lock)); tries++) {
    const age = await stat(lock).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > staleMs) await rm(lock, { force: true });
    else await sleep(lockTries.every);
  }
  try {
    await run();
  } finally {
    await rm(lock, { force: true });
  }
}

async function take(lock: string): Promise<boolean> {
  try {
    await (await open(lock, 'wx', 0o600)).close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
