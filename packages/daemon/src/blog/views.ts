// Readers of posts: noted in memory, written in batches, each counted once per post and hour.
//
// A read costs no statement. What was noted waits some seconds, and is then written by one statement
// that inserts who is new and adds their number to the posts. The primary key of `post_views` is the
// judge, so any number of daemons, and a batch whose answer was lost, count nobody twice.
//
// Who read what is nobody's business. A row holds no name and no address but a hash of reader and
// post, made with a secret of that hour: rows of one reader cannot be told to belong together, and
// some hours later rows and secret are deleted.

import { createHmac, randomBytes } from 'node:crypto';
import type { PostView } from '@parley/shared/blog';
import { addressKey, type Scope } from '../accounts/index.ts';
import type { Repo } from '../repo/index.ts';
import type { Clock, Timer } from '../telemetry/index.ts';
import { deleteViews, insertViews, takeSecret } from './view-rows.ts';

export interface PostViews {
  /**
   * Notes that the caller read a published post; authors who read their own are left out.
   * `getPost` does it by itself: this is for who answers from a cache.
   */
  countView(scope: Scope, post: Pick<PostView, 'id' | 'state' | 'author'>): void;
  /** For the daemon's own job. Answers how many rows there were. */
  sweepViews(scope: Scope, signal?: AbortSignal): Promise<number>;
}

export interface ViewCounter extends PostViews {
  /** Writes what was noted so far; what cannot be written stays for the next time. */
  flush(): Promise<void>;
  /** Writes what is left. Nothing is noted from then on. */
  stop(): Promise<void>;
  describe(): { waiting: number; dropped: number };
}

/** A reader of a post in an hour. */
interface Seen {
  postId: string;
  viewer: string;
  hour: number;
}

export const viewRules = {
  restMs: 5_000,
  /** Rows of one statement; as many waiting are not left to rest. */
  batch: 1_000,
  /** While the database is away, readers beyond this are not counted. */
  mostWaiting: 20_000,
  /** Readers of this hour that need no look at the database. */
  mostKnown: 50_000,
  /** Older ones are not written any more, and then swept. */
  writtenForHours: 2,
  keptForHours: 3,
} as const;

const hourMs = 3_600_000;

export function createViewCounter(deps: {
  repo: Pick<Repo, 'sql'>;
  clock: Clock;
  onError?: (error: unknown) => void;
}): ViewCounter {
  const { clock, onError = () => {} } = deps;
  const { sql } = deps.repo;
  const waiting = new Map<string, Seen>();
  const known = new Set<string>();
  const secrets = new Map<number, Promise<Buffer>>();
  let knownHour = 0;
  let dropped = 0;
  let isStopped = false;
  let timer: Timer | undefined;
  let flushing: Promise<void> | undefined;

  const hourOf = (time: number): number => Math.floor(time / hourMs) * hourMs;

  function countView(scope: Scope, { id, state, author }: Parameters<PostViews['countView']>[1]) {
    if (isStopped || state !== 'published' || scope.user?.id === author.id) return;
    if (!scope.user && scope.address === '') return;
    const viewer = scope.user ? `user:${scope.user.id}` : `address:${addressKey(scope.address)}`;
    const hour = hourOf(clock.now().getTime());
    if (hour !== knownHour) known.clear();
    knownHour = hour;
    const key = `${hour} ${id} ${viewer}`;
    if (known.has(key) || waiting.has(key)) return;
    if (waiting.size >= viewRules.mostWaiting) {
      dropped += 1;
      return;
    }
    waiting.set(key, { postId: id, viewer, hour });
    timer ??= clock.setTimeout(() => void flush(), viewRules.restMs);
    if (waiting.size === viewRules.batch) void flush();
  }

  function flush(): Promise<void> {
    timer?.cancel();
    flushing ??= writeAll().finally(() => {
      flushing = undefined;
      timer = undefined;
      // Left over, or noted while it wrote.
      if (waiting.size > 0 && !isStopped) {
        timer = clock.setTimeout(() => void flush(), viewRules.restMs);
      }
    });
    return flushing;
  }

  async function writeAll(): Promise<void> {
    try {
      while (waiting.size > 0) {
        const batch = [...waiting].slice(0, viewRules.batch);
        await write(batch.map(([, seen]) => seen));
        if (known.size > viewRules.mostKnown) known.clear();
        for (const [key, { hour }] of batch) {
          waiting.delete(key);
          if (hour === knownHour) known.add(key);
        }
      }
    } catch (error) {
      onError(error);
    }
  }

  async function write(batch: Seen[]): Promise<void> {
    const oldest = hourOf(clock.now().getTime()) - viewRules.writtenForHours * hourMs;
    const fresh = batch.filter(({ hour }) => hour >= oldest);
    dropped += batch.length - fresh.length;
    if (fresh.length === 0) return;
    const rows = await Promise.all(
      fresh.map(async ({ postId, viewer, hour }) => ({
        postId,
        viewer: hash(await secretOf(hour), `${postId} ${viewer}`),
        hour: new Date(hour),
      })),
    );
    await insertViews(sql, rows);
  }

  function secretOf(hour: number): Promise<Buffer> {
    const found = secrets.get(hour);
    if (found) return found;
    const taken = takeSecret(sql, new Date(hour), randomBytes(32));
    taken.catch(() => secrets.delete(hour));
    for (const old of secrets.keys()) if (old < hour - hourMs) secrets.delete(old);
    secrets.set(hour, taken);
    return taken;
  }

  return {
    countView,
    flush,
    async sweepViews(_scope, signal) {
      const before = hourOf(clock.now().getTime()) - viewRules.keptForHours * hourMs;
      return deleteViews(sql, new Date(before), signal);
    },
    async stop() {
      isStopped = true;
      await flushing;
      await flush();
    },
    describe: () => ({ waiting: waiting.size, dropped }),
  };
}

const hash = (secret: Buffer, text: string): string =>
  createHmac('sha256', secret).update(text).digest('hex').slice(0, 32);
