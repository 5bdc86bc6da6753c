// `tui rooms`.

import type { MemberView, RoomListItem } from '@parley/shared/chat';
import type { CommandContext } from './context.ts';
import { formatTime } from './time.ts';

export async function listRooms(context: CommandContext): Promise<void> {
  const api = await context.api();
  await context.list<RoomListItem>(await api.chat.listRooms.query(), [
    { title: 'ROOM', get: ({ slug }) => `#${slug}` },
    { title: 'UNREAD', get: ({ membership, unread }) => (membership ? String(unread) : '-') },
    { title: 'YOU ARE', get: ({ membership }) => membership?.role ?? '-' },
    { title: 'VISIBILITY', get: ({ visibility }) => visibility },
    { title: 'TOPIC', get: ({ topic }) => topic },
  ]);
}

export async function createRoom(context: CommandContext): Promise<void> {
  const { option, has } = context;
  const api = await context.api();
  const room = await api.chat.createRoom.mutate({
    slug: context.words[0]!,
    name: option('name'),
    topic: option('topic'),
    visibility: has('private') ? 'private' : 'public',
  });
  context.result(room, `Made #${room.slug}`);
}

export async function joinRoom(context: CommandContext): Promise<void> {
  const api = await context.api();
  const joined = await api.chat.joinRoom.mutate({ room: context.words[0]! });
  context.result(joined, `Joined ${asRoom(context.words[0]!)}`);
}

export async function leaveRoom(context: CommandContext): Promise<void> {
  const api = await context.api();
  await api.chat.leaveRoom.mutate({ room: context.words[0]! });
  context.result({ ok: true }, `Left ${asRoom(context.words[0]!)}`);
}

export async function listMembers(context: CommandContext): Promise<void> {
  const api = await context.api();
  await context.list<MemberView>(await api.chat.listMembers.query({ room: context.words[0]! }), [
    { title: 'USER', get: ({ user }) => user.username },
    { title: 'NAME', get: ({ user }) => user.displayName },
    { title: 'ROLE', get: ({ role }) => role },
    { title: 'JOINED', get: ({ joinedAt }) => formatTime(joinedAt) },
  ]);
}

function asRoom(written: string): string {
  return `#${written.replace(/^#/, '')}`;
}
