// `tui tail`: rooms on standard output, for people and for pipes.

import type { RoomListItem } from '@parley/shared/chat';
import { createLiveApi } from '../api/index.ts';
import type { CommandContext } from './context.ts';
import { readCount } from './count.ts';
import { Interrupted, usageError } from './report-error.ts';
import { retryWhileAway, sayAway } from './retry.ts';
import { nameRoom, openRoom } from './room-refs.ts';
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
    api.chat.getRoom.query({ room: await openRoom(api, written) });
  const found = await retryWhileAway(() => Promise.all(words.map(find)), { onAway });
  const rooms = [...new Map(found.map((room) => [room.id, room])).values()];
  const afterOf = matchBeginnings(beginnings, { words, rooms: found });

  const ended = new AbortController();
  let isInterrupted = false;
  const onInterrupt = () => {
    isInterrupted = true;
    ended.abort();
  };
  process.once('SIGINT', onInterrupt);
  const openLive = shareLive(() => createLiveApi({ server: config.server, token }));
  const follow = (room: RoomListItem, index: number) =>
    tailRoom(context, {
      api,
      room,
      after: afterOf(room.id),
      most: left,
      thread,
      openLive,
      name: rooms.length > 1 ? nameRoom(room) : undefined,
      // One connection is lost for all of them, and told of once.
      onAway: (isAway) => {
        if (index > 0) return;
        context.say(isAway ? 'The connection is lost …' : 'Connected again.');
      },
      take: () => {
        if (left === 0) return 'none';
        left -= 1;
        return left === 0 ? 'last' : 'more';
      },
      signal: ended.signal,
    }).finally(() => ended.abort());
  try {
    const ends = await Promise.allSettled(rooms.map(follow));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
    if (isInterrupted) throw new Interrupted();
  } finally {
    process.off('SIGINT', onInterrupt);
  }
}
