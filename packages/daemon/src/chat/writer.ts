// The writer of messages: groups what a room is sent into one statement, and numbers it densely.

import type { MemberRole } from '@parley/shared/chat';
import { DomainError } from '@parley/shared/errors';
import { type Sql, violatedConstraint } from '../repo/index.ts';
import {
  findSent,
  type InsertedMessage,
  insertMessages,
  type NewMessage,
  type StoredMessage,
} from './insert.ts';
import { createInsertTogether, isPlain } from './insert-together.ts';

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

/** What a lane does next: a message that others may join, or a change, alone. */
type Work = Waiting | { run(): Promise<void> };

/** By author and client id, those who sent the same. */
type Fresh = Map<string, Waiting[]>;

const maxBatch = 500;

/**
 * Each room has a lane. An idle lane writes what arrives in one turn of the loop at its end; while it
 * waits for PostgreSQL, what arrives queues up and goes out as the next batch: no delay when idle,
 * few commits when busy. Batches of a room run one after another, so `onStored` hears a room's
 * messages in order of seq. Plain messages of different rooms share a statement.
 *
 * A batch takes its numbers by adding its size to `rooms.last_seq`: that row's lock is held to the
 * commit, so seq has no gap and no double across any number of daemons. A retry runs into the
 * unique key of (author, client id); the statement then undoes itself, numbers included, the known
 * messages are answered from the table, and the others are written again.
 */
export function createMessageWriter(deps: {
  sql: Sql;
  /** Called in order, right after the commit, before the senders are answered. */
  onStored(roomId: string, stored: InsertedMessage, message: NewMessage): void;
}): MessageWriter {
  const { sql, onStored } = deps;
  const insertTogether = createInsertTogether(sql);
  const lanes = new Map<string, Work[]>();
  const woken: (() => void)[] = [];

  async function drain(roomId: string, lane: Work[]): Promise<void> {
    while (lane.length > 0) {
      if ('run' in lane[0]!) {
        await (lane.shift() as Extract<Work, { run: unknown }>).run();
        continue;
      }
      const plain = isPlain((lane[0] as Waiting).message);
      const end = lane.findIndex((work) => 'run' in work || isPlain(work.message) !== plain);
      const size = Math.min(maxBatch, end === -1 ? lane.length : end);
      const batch = lane.splice(0, size) as Waiting[];
      try {
        await writeBatch(roomId, batch, plain);
      } catch (error) {
        for (const waiting of batch) waiting.reject(error);
      }
    }
    lanes.delete(roomId);
  }

  /** All of one turn at once, so that they meet in one statement. */
  function wake(): void {
    for (const start of woken.splice(0)) start();
  }

  function enqueue(roomId: string, work: Work): void {
    const lane = lanes.get(roomId);
    if (lane) {
      lane.push(work);
      return;
    }
    const started = [work];
    lanes.set(roomId, started);
    woken.push(() => void drain(roomId, started));
    if (woken.length === 1) setImmediate(wake);
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

  async function writeBatch(roomId: string, batch: Waiting[], plain: boolean): Promise<void> {
    const fresh: Fresh = Map.groupBy(batch, ({ message }) =>
      keyOf(message.author.id, message.clientId),
    );
    const messages = () => [...fresh.values()].map(([first]) => first!.message);
    if (plain) {
      const rows = await insertTogether(roomId, messages());
      if (rows) return settle(roomId, fresh, rows);
      for (const [key, same] of fresh) {
        for (const { message, resolve } of same) if (message.grant) resolve(null);
        const others = same.filter(({ message }) => !message.grant);
        if (others.length > 0) fresh.set(key, others);
        else fresh.delete(key);
      }
    }
    // Each round answers at least one duplicate, so it ends.
    while (fresh.size > 0) {
      const left = messages();
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

const keyOf = (authorId: string, clientId: string): string => `${authorId} ${clientId}`;

function usedElsewhere(): DomainError {
  return new DomainError(
    'conflict',
    'This clientId was already used for a message in another room.',
  );
}
