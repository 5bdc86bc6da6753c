// The writer of messages: groups what a room is sent into one statement, and numbers it densely.

import { DomainError } from '@parley/shared/errors';
import { type Sql, violatedConstraint } from '../repo/index.ts';
import {
  findSent,
  type InsertedMessage,
  insertMessages,
  type NewMessage,
  type StoredMessage,
} from './insert.ts';

export interface MessageWriter {
  /**
   * Resolves after the commit. `isNew` is false when this author had already sent this `clientId`:
   * then the first message is answered and nothing is stored.
   * @throws conflict when the `clientId` was used in another room.
   */
  write(roomId: string, message: NewMessage): Promise<{ stored: StoredMessage; isNew: boolean }>;
  /**
   * Runs a change to earlier messages in its turn among the room's writes, so that what is broadcast
   * at its end is heard in the order of the commits.
   */
  change<T>(roomId: string, run: () => Promise<T>): Promise<T>;
}

interface Waiting {
  message: NewMessage;
  resolve(result: { stored: StoredMessage; isNew: boolean }): void;
  reject(error: unknown): void;
}

/** What a lane does next: a message that others may join, or a change, alone. */
type Work = Waiting | { run(): Promise<void> };

const maxBatch = 500;

/**
 * Each room has a lane. An idle lane writes a message at once; while it waits for PostgreSQL, what
 * arrives queues up and goes out as the next batch: no delay when idle, few commits when busy.
 * Batches of a room run one after another, so `onStored` hears a room's messages in order of seq.
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
  const lanes = new Map<string, Work[]>();

  async function drain(roomId: string, lane: Work[]): Promise<void> {
    while (lane.length > 0) {
      if ('run' in lane[0]!) {
        await (lane.shift() as Extract<Work, { run: unknown }>).run();
        continue;
      }
      const change = lane.findIndex((work) => 'run' in work);
      const size = Math.min(maxBatch, change === -1 ? lane.length : change);
      const batch = lane.splice(0, size) as Waiting[];
      try {
        await writeBatch(roomId, batch);
      } catch (error) {
        for (const waiting of batch) waiting.reject(error);
      }
    }
    lanes.delete(roomId);
  }

  function enqueue(roomId: string, work: Work): void {
    const lane = lanes.get(roomId);
    if (lane) {
      lane.push(work);
      return;
    }
    const started = [work];
    lanes.set(roomId, started);
    void drain(roomId, started);
  }

  async function writeBatch(roomId: string, batch: Waiting[]): Promise<void> {
    const fresh = new Map<string, Waiting[]>();
    for (const waiting of batch) {
      const key = keyOf(waiting.message.author.id, waiting.message.clientId);
      const same = fresh.get(key);
      if (same) same.push(waiting);
      else fresh.set(key, [waiting]);
    }
    // Each round answers at least one duplicate, so it ends.
    while (fresh.size > 0) {
      const messages = [...fresh.values()].map(([first]) => first!.message);
      try {
        const rows = await insertMessages(sql, roomId, messages);
        for (const message of messages) {
          const stored = rows.get(message.id)!;
          onStored(roomId, stored, message);
          fresh.get(keyOf(message.author.id, message.clientId))!.forEach((waiting, position) => {
            waiting.resolve({ stored, isNew: position === 0 });
          });
        }
        return;
      } catch (error) {
        if (violatedConstraint(error) !== 'messages_author_client_key') throw error;
      }
      for (const known of await findSent(sql, messages)) {
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
    write(roomId, message) {
      return new Promise((resolve, reject) => {
        enqueue(roomId, { message, resolve, reject });
      });
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
