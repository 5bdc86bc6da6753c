// `tui search`: posts or messages, by the words in them.

import type { FoundMessage } from '@parley/shared/message-search';
import { searchMessagesInput } from '@parley/shared/message-search';
import { checkInput } from './check-input.ts';
import type { CommandContext } from './context.ts';
import { readCount } from './count.ts';
import { markFound, searchPosts } from './post-search.ts';
import { usageError } from './report-error.ts';
import { findRoom, nameRoom } from './room-refs.ts';
import { formatTime } from './time.ts';

export async function search(context: CommandContext): Promise<void> {
  const isChat = context.option('in') === 'chat';
  if (isChat && context.option('tags') !== undefined) throw usageError('Messages have no tags.');
  if (!isChat && context.option('room') !== undefined) {
    throw usageError('--room is for messages: say --in chat.');
  }
  return isChat ? searchMessages(context) : searchPosts(context);
}

async function searchMessages(context: CommandContext): Promise<void> {
  const { option } = context;
  const author = option('author');
  const words = context.words[0]!;
  const query = author === undefined ? words : `${words} from:${author}`;
  const [cursor, perPage] = [option('cursor'), readCount(context, 'limit')];
  const { room: _, ...input } = checkInput(searchMessagesInput, { query, cursor, perPage });
  const api = await context.api();
  const written = option('room');
  const room = written === undefined ? undefined : await findRoom(api, written);
  const page = await api.chat.search.query({ ...input, room });
  const nameOf = context.isJson
    ? () => ''
    : await readNames(page.items, () => api.chat.listRooms.query());
  await context.list<FoundMessage>(page, [
    { title: 'ROOM', get: ({ room: found }) => nameOf(found) },
    { title: 'SEQ', get: ({ message }) => String(message.seq) },
    { title: 'WHEN', get: ({ message }) => formatTime(message.createdAt) },
    { title: 'AUTHOR', get: ({ message }) => message.author.username },
    { title: 'FOUND', get: ({ snippet }) => markFound(snippet) },
  ]);
  if (page.items.length === 0) context.say('Nothing was found.');
  if (page.nextCursor !== null) context.say(`More: --cursor ${page.nextCursor}`);
}

/** Of talks only the list of rooms knows whose they are. */
async function readNames(
  items: readonly FoundMessage[],
  listRooms: () => Promise<{ items: Parameters<typeof nameRoom>[0][] }>,
): Promise<(room: FoundMessage['room']) => string> {
  if (items.every(({ room }) => room.kind === 'channel')) return ({ slug }) => `#${slug}`;
  const { items: rooms } = await listRooms();
  const names = new Map(rooms.map((room) => [room.slug, nameRoom(room)]));
  return ({ slug }) => names.get(slug) ?? `#${slug}`;
}
