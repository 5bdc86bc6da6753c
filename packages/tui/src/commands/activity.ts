// `tui activity`: what waits for one, the newest first.

import type { ActivityItem } from '@parley/shared/activity';
import type { CommandContext } from './context.ts';
import { nameRoom } from './room-refs.ts';
import { formatTime } from './time.ts';

export async function listActivity(context: CommandContext): Promise<void> {
  const api = await context.api();
  if (context.isJson) {
    await context.list<ActivityItem>(await api.chat.listActivity.query(), []);
    return;
  }
  // Of direct rooms the list of rooms knows whose talk they are.
  const [page, rooms] = await Promise.all([
    api.chat.listActivity.query(),
    api.chat.listRooms.query(),
  ]);
  const names = new Map(rooms.items.map((room) => [room.id, nameRoom(room)]));
  const whereOf = (item: ActivityItem) =>
    item.kind === 'comments' ? item.post.slug : (names.get(item.room.id) ?? `#${item.room.slug}`);
  await context.list<ActivityItem>(page, [
    { title: 'WHEN', get: ({ at }) => formatTime(at) },
    { title: 'WHERE', get: whereOf },
    { title: 'WHAT', get: describe },
  ]);
  if (page.items.length === 0) context.say('Nothing waits for you.');
}

function describe(item: ActivityItem): string {
  switch (item.kind) {
    case 'room': {
      return describeCounts(item);
    }
    case 'mention':
      return `${item.message.author.username} called you: ${toLine(item.message.body)}`;
    case 'thread':
      return `${item.thread.unread} new in the thread: ${toLine(item.thread.root.body) || '(deleted)'}`;
    case 'comments': {
      const { unread, newest, post } = item;
      const words = `${newest.author.username}: ${toLine(newest.excerpt)}`;
      return `${unread} new under ${toLine(post.title)}, of ${words}`;
    }
  }
}

/** A call may stand in a thread, whose replies are not among what is unread in the room. */
function describeCounts({ unread, mentions }: { unread: number; mentions: number }): string {
  const calls = mentions === 1 ? 'calls you' : 'call you';
  if (mentions === 0) return `${unread} unread`;
  if (unread === 0) return `${mentions} ${mentions === 1 ? 'message' : 'messages'} ${calls}`;
  return `${unread} unread, ${mentions}${mentions <= unread ? ' of them' : ''} ${calls}`;
}

const longest = 100;

function toLine(body: string): string {
  const line = body.replace(/\s+/gu, ' ').trim();
  const characters = [...line.slice(0, 2 * longest)];
  return characters.length <= longest ? line : `${characters.slice(0, longest - 1).join('')}…`;
}
