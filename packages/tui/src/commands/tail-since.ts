// Where following rooms begins: `all`, a message's number, or of each room its own, as `lobby:41,dev:7`.

import type { RoomListItem } from '@parley/shared/chat';
import { parseCount } from './count.ts';
import { usageError } from './report-error.ts';
import { nameRoom } from './room-refs.ts';

/** For all rooms the same, or by room as it was written. `null`: the newest messages only. */
export type Beginnings = number | null | ReadonlyMap<string, number>;

const pair = /^(.+):(\d+)$/;

/** @throws unsupported */
export function readBeginnings(written: string | undefined, words: readonly string[]): Beginnings {
  if (written === undefined) return null;
  if (written === 'all') return 0;
  if (!written.includes(':')) {
    const seq = parseCount('--since', written, 0);
    if (words.length === 1) return seq;
    throw usageError(
      'Messages are numbered by room: of several, say --since all, or ROOM:SEQ for each, as in lobby:41,dev:7.',
    );
  }
  return new Map(
    splitPairs(written).map((item) => {
      const [, room, seq] = pair.exec(item) ?? [];
      if (room === undefined || seq === undefined) {
        throw usageError(`--since has "${item}" where it should have ROOM:SEQ.`);
      }
      return [asKey(room), parseCount('--since', seq, 0)];
    }),
  );
}

/** The talk with several people has commas in its name: a comma ends an item behind a number only. */
function splitPairs(written: string): string[] {
  return written.split(/(?<=:\d+),/).map((item) => item.trim());
}

/**
 * How far each room was read, by its id. A room is named as on the same command line, by what `tail` calls it,
 * or by its id.
 * @param found.rooms those of `words`, in their order.
 * @throws unsupported for a room that is not followed.
 */
export function matchBeginnings(
  beginnings: Beginnings,
  { words, rooms }: { words: readonly string[]; rooms: readonly RoomListItem[] },
): (roomId: string) => number | null {
  if (beginnings === null || typeof beginnings === 'number') return () => beginnings;
  const ids = new Map(
    rooms.flatMap((room, index) =>
      [words[index]!, nameRoom(room), room.slug, room.id].map((name) => [asKey(name), room.id]),
    ),
  );
  const after = new Map<string, number>();
  for (const [name, seq] of beginnings) {
    const id = ids.get(name);
    if (id === undefined) throw usageError(`--since names ${name}, which is not followed here.`);
    after.set(id, seq);
  }
  return (roomId) => after.get(roomId) ?? null;
}

const asKey = (room: string): string => room.replace(/^#/, '').toLowerCase();
