// A room and its messages as a server tells them, for tests that care for a few of their fields only.

import type { MessageView, RoomView } from '@parley/shared/chat';

export const writtenAt = '2026-03-01T10:00:00.000Z';

export function viewRoom(changes: Partial<RoomView> = {}): RoomView {
  return {
    id: 'room',
    slug: 'lobby',
    name: 'lobby',
    topic: '',
    visibility: 'public',
    kind: 'channel',
    archivedAt: null,
    isReadOnly: false,
    slowModeSeconds: 0,
    retentionDays: null,
    showsPast: true,
    lastSeq: 0,
    lastMain: 0,
    createdAt: writtenAt,
    ...changes,
  };
}

/** A message outside threads, by one of three people. */
export function viewMessage(seq: number, changes: Partial<MessageView> = {}): MessageView {
  const author = `user${seq % 3}`;
  return {
    id: `m${seq}`,
    roomId: 'room',
    seq,
    author: { id: author, username: author, displayName: author },
    body: `body ${seq}`,
    clientId: `c${seq}`,
    replyTo: null,
    quote: null,
    threadId: null,
    threadNo: null,
    mainNo: seq,
    thread: null,
    reactions: [],
    change: 0,
    createdAt: writtenAt,
    editedAt: null,
    deletedAt: null,
    ...changes,
  };
}
