// The writer of messages: groups what a room is sent into one statement, and numbers it densely.

import type { MemberRole } from '@parley/shared/chat';
import { DomainError } from '@parley/shared/errors';
import { type Repo, violatedConstraint } from '../repo/index.ts';
import {
  findSent,
  type InsertedMessage,
  insertMessages,
  type NewMessage,
  type StoredMessage,
} from './insert.ts';
import {
  countNext,
  createInsertTogether,
  insertPatiently,
  isPlain,
  mostUnderWay,
} from './insert-together.ts';

/** `isNew` is false when this author had already sent this `clientId`. */
export interface Written {
  stored: StoredMessage;
  isNew: boolean;
}

export interface MessageWriter {
  /**
   * Resolves after the commit. A `clientId` that this author had already sent is answered with the
   * first message, and nothing is stored. Null, only with a `grant`: nothing was stored, and whether
   * the author may write has to be found out anew.
   * @throws conflict when the `clientId` was used in another room.
   */
  write(roomId: string, message: NewMessage & { grant: MemberRole }): Promise<Written | null>;
  write(roomId: string, message: NewMessage & { grant?: never }): Promise<Written>;
  /**
   * Runs a change to earlier messages in its turn among the room's writes, so that what is broadcast
   * at its end is heard in the order of the commits.
   */
  change<T>(roomId: string, run: () => Promise<T>): Promise<T>;
}

interface Waiting {
  message: NewMessage;
  resolve(result: Written | null): void;
  reject(error: unknown): void;
}

/** What a lane does next: a message that others may join, or something that runs alone. */
type Work = Waiting | { run(): Promise<void> };

/** By author and client id, those who sent the same. */
type Fresh = Map<string, Waiting[]>;

interface Lane {
  readonly roomId: string;
  waiting: Work[];
  /** The authors of each batch that is on its way to PostgreSQL. */
  readonly underWay: Set<ReadonlySet<string>>;
  isAlone: boolean;
  isWoken: boolean;
}

const maxBatch = 500;

/**
 * Each room has a lane. An idle lane writes what arrives in one turn of the loop at its end; while it
 * waits for PostgreSQL, what arrives queues up and goes out as the next batch: no delay when idle,
 * few commits when busy. Plain messages of different rooms share a statement, and two batches of a room
 * may be under way on one connection, which commits and answers them in turn; nobody is author in both,
 * so what one sends is numbered as it was sent. Everything else runs alone in its lane. So `onStored`
 * hears a room's messages in order of seq.
 *
 * A batch takes its numbers by adding its size to `rooms.last_seq`: that row's lock is held to the
 * commit, so seq has no gap and no double across any number of daemons. A retry runs into the
 * unique key of (author, client id); the statement then undoes itself, numbers included, the known
 * messages are answered from the table, and the others are written again.
 */
export function createMessageWriter(deps: {
  repo: Pick<Repo, 'sql' | 'pipeline'>;
  /** Called in order, right after the commit, before the senders are answered. */
  onStored(roomId: string, stored: InsertedMessage, message: NewMessage): void;
}): MessageWriter {
  const { repo, onStored } = deps;
  const { sql } = repo;
  const insertTogether = createInsertTogether(repo.pipeline);
  const lanes = new Map<string, Lane>();
  const woken: Lane[] = [];

  function enqueue(roomId: string, work: Work): void {
    let lane = lanes.get(roomId);
    if (!lane) {
      lane = { roomId, waiting: [], underWay: new Set(), isAlone: false, isWoken: false };
      lanes.set(roomId, lane);
    }
    lane.waiting.push(work);
    wake(lane);
  }

  /** At the end of the turn, and all of one turn at once, so that they meet in one statement. */
  function wake(lane: Lane): void {
    if (lane.isWoken) return;
    lane.isWoken = true;
    woken.push(lane);
    if (woken.length === 1) setImmediate(proceedAll);
  }

  function proceedAll(): void {
    for (const lane of woken.splice(0)) {
      lane.isWoken = false;
      proceed(lane);
    }
  }

  function proceed(lane: Lane): void {
    while (!lane.isAlone && lane.waiting.length > 0) {
      const first = lane.waiting[0]!;
      const batch = 'run' in first || !isPlain(first.message) ? null : takePlain(lane);
      if (batch) {
        if (batch.length === 0) return;
        void writePlain(lane, batch);
        continue;
      }
      if (lane.underWay.size > 0) return;
      if ('run' in first) {
        lane.waiting.shift();
        void runAlone(lane, first.run);
      } else {
        const others = takeHead(lane.waiting, (message) => !isPlain(message));
        void runAlone(lane, () => writeAlone(lane.roomId, others));
      }
    }
    if (lane.waiting.length === 0 && lane.underWay.size === 0 && !lane.isAlone) {
      lanes.delete(lane.roomId);
    }
  }

  async function runAlone(lane: Lane, run: () => Promise<void>): Promise<void> {
    lane.isAlone = true;
    await run();
    lane.isAlone = false;
    wake(lane);
  }

  /** Tells the senders, each new message first to `onStored`. */
  function settle(roomId: string, fresh: Fresh, rows: ReadonlyMap<string, InsertedMessage>): void {
    for (const same of fresh.values()) {
      const { message } = same[0]!;
      const stored = rows.get(message.id)!;
      onStored(roomId, stored, message);
      for (const [position, { resolve }] of same.entries())
        resolve({ stored, isNew: position === 0 });
    }
  }

  async function writePlain(lane: Lane, batch: readonly Waiting[]): Promise<void> {
    const { roomId, underWay } = lane;
    const authors = new Set(batch.map(({ message }) => message.author.id));
    underWay.add(authors);
    const fresh = groupFresh(batch);
    try {
      const rows = await insertTogether(roomId, firstOf(fresh));
      if (rows) settle(roomId, fresh, rows);
      else lane.waiting.unshift({ run: () => retryPlain(roomId, batch) });
    } catch (error) {
      rejectAll(batch, error);
    }
    underWay.delete(authors);
    wake(lane);
  }

  /** What could not be stored with others: their room was busy, or one of them is no plain one. */
  async function retryPlain(roomId: string, batch: readonly Waiting[]): Promise<void> {
    try {
      const fresh = groupFresh(batch);
      const rows = await insertPatiently(sql, roomId, firstOf(fresh));
      if (rows) return settle(roomId, fresh, rows);
    } catch (error) {
      return rejectAll(batch, error);
    }
    for (const { message, resolve } of batch) if (message.grant) resolve(null);
    const others = batch.filter(({ message }) => !message.grant);
    await writeAlone(roomId, others);
  }

  async function writeAlone(roomId: string, batch: readonly Waiting[]): Promise<void> {
    try {
      await writeUnknown(roomId, groupFresh(batch));
    } catch (error) {
      rejectAll(batch, error);
    }
  }

  /** Each round answers at least one duplicate, so it ends. */
  async function writeUnknown(roomId: string, fresh: Fresh): Promise<void> {
    while (fresh.size > 0) {
      const left = firstOf(fresh);
      try {
        return settle(roomId, fresh, await insertMessages(sql, roomId, left));
      } catch (error) {
        if (violatedConstraint(error) !== 'messages_author_client_key') throw error;
      }
      for (const known of await findSent(sql, left)) {
        const key = keyOf(known.authorId, known.clientId);
        for (const waiting of fresh.get(key) ?? []) {
          if (known.roomId === roomId) waiting.resolve({ stored: known, isNew: false });
          else waiting.reject(usedElsewhere());
        }
        fresh.delete(key);
      }
    }
  }

  return {
    write(roomId: string, message: NewMessage) {
      return new Promise<Written | null>((resolve, reject) => {
        enqueue(roomId, { message, resolve, reject });
      }) as Promise<Written>;
    },
    change(roomId, run) {
      return new Promise((resolve, reject) => {
        enqueue(roomId, { run: () => run().then(resolve, reject) });
      });
    },
  };
}

/** Plain messages at the head of the lane, of nobody by whom another batch is under way. */
function takePlain({ waiting, underWay }: Lane): Waiting[] {
  if (underWay.size === mostUnderWay) return [];
  const head = takeHead(waiting, isPlain);
  const enough = countNext(head.length, underWay.size);
  const authors = new Set<string>();
  const busy = (id: string) => underWay.values().some((others) => others.has(id));
  const [taken, left]: [Waiting[], Waiting[]] = [[], []];
  for (const one of head) {
    const { id } = one.message.author;
    // All that one author sends stays together, in its order.
    const fits = taken.length < enough || (authors.has(id) && taken.length < maxBatch);
    if (fits && !busy(id)) taken.push(one);
    else left.push(one);
    if (fits) authors.add(id);
  }
  waiting.unshift(...left);
  return taken;
}

function takeHead(waiting: Work[], fits: (message: NewMessage) => boolean): Waiting[] {
  const end = waiting.findIndex((work) => 'run' in work || !fits(work.message));
  return waiting.splice(0, Math.min(maxBatch, end === -1 ? waiting.length : end)) as Waiting[];
}

function rejectAll(batch: readonly Waiting[], error: unknown): void {
  for (const { reject } of batch) reject(error);
}

const keyOf = (authorId: string, clientId: string): string => `${authorId} ${clientId}`;

const groupFresh = (batch: readonly Waiting[]): Fresh =>
  Map.groupBy(batch, ({ message }) => keyOf(message.author.id, message.clientId));

const firstOf = (fresh: Fresh): NewMessage[] => [...fresh.values()].map(([one]) => one!.message);

function usedElsewhere(): DomainError {
  return new DomainError(
    'conflict',
    'This clientId was already used for a message in another room.',
  );
}
