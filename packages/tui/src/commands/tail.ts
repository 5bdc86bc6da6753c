// `tui tail`: rooms on standard output, for people and for pipes.

import type { RoomListItem } from '@parley/shared/chat';
import { DomainError } from '@parley/shared/errors';
import { createLiveApi } from '../api/index.ts';
import type { CommandContext } from './context.ts';
import { readCount } from './count.ts';
import { Interrupted, usageError } from './report-error.ts';
import { retryWhileAway, sayAway } from './retry.ts';
import { findRoom, nameRoom } from './room-refs.ts';
import { shareLive } from './shared-live.ts';
import { tailRoom } from './tail-room.ts';
import { matchBeginnings, readBeginnings } from './tail-since.ts';

export async function tail(context: CommandContext): Promise<void> {
  const { config, words } = context;
  const thread = context.option('thread');
  if (thread !== undefined && words.length > 1) throw usageError('--thread takes one room.');
  const beginnings = readBeginnings(context.option('since'), words);
  let left = readCount(context, 'limit') ?? Number.POSITIVE_INFINITY;
  const token = await context.token();
  const api = await context.api();
  const onAway = sayAway(context);
  // Who may not see a room is told at once; whoever starts us while the server restarts is served.
  const find = async (written: string) =>
    api.chat.getRoom.query({ room: await findRoom(api, written) });
  const found = await retryWhileAway(() => Promise.all(words.map(find)), { onAway });
  const rooms = [...new Map(found.map((room) => [room.id, room])).values()];
  const beginningOf = matchBeginnings(beginnings, { words, rooms: found });
  const afterOf = (room: RoomListItem) => {
    const after = beginningOf(room.id);
    if (after === null || after <= room.lastSeq) return after;
    context.say(`${nameRoom(room)} ends at message ${room.lastSeq}. What comes now is printed.`);
    return room.lastSeq;
  };

  const ended = new AbortController();
  let isInterrupted = false;
  const onInterrupt = () => {
    isInterrupted = true;
    ended.abort();
  };
  process.once('SIGINT', onInterrupt);
  const openLive = shareLive(() => createLiveApi({ server: config.server, token }));
  const lost = new Set<RoomListItem>();
  const follow = (room: RoomListItem) =>
    tailRoom(context, {
      api,
      room,
      after: afterOf(room),
      most: left,
      thread,
      openLive,
      name: rooms.length > 1 ? nameRoom(room) : undefined,
      // One connection is lost for all of them, and told of once.
      onAway: (isAway) => {
        if (room !== rooms.find((one) => !lost.has(one))) return;
        context.say(isAway ? 'The connection is lost …' : 'Connected again.');
      },
      take: () => {
        if (left === 0) return 'none';
        left -= 1;
        return left === 0 ? 'last' : 'more';
      },
      signal: ended.signal,
    }).then(
      () => ended.abort(),
      (error: unknown) => {
        lost.add(room);
        const named = rooms.length > 1 ? nameRoomIn(error, nameRoom(room)) : error;
        if (lost.size === rooms.length || !isOfOneRoom(error)) {
          ended.abort();
          throw named;
        }
        context.say(`${(named as Error).message} The others go on.`);
      },
    );
  try {
    const ends = await Promise.allSettled(rooms.map(follow));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
    if (isInterrupted) throw new Interrupted();
  } finally {
    process.off('SIGINT', onInterrupt);
  }
}

/** One was put out of it, or it is there no more; the connection and the session are those of all. */
function isOfOneRoom(error: unknown): error is DomainError {
  return error instanceof DomainError && ['forbidden', 'not_found'].includes(error.code);
}

function nameRoomIn(error: unknown, name: string): unknown {
  if (!isOfOneRoom(error)) return error;
  return new DomainError(error.code, `${name}: ${error.message}`, { cause: error });
}
