// Which changes to messages are news to whoever follows a room: each edit and each deletion once.
//
// The changes of a room are numbered densely and come in that order. After a disconnect the server
// tells those messages again that were changed since the last message, known changes among them.

import type { MessageView } from '@parley/shared/chat';
import type { RoomEvent } from '@parley/shared/events';

export type RoomChange = Extract<RoomEvent, { type: 'message.edited' | 'message.deleted' }> & {
  readonly roomId: string;
};

export interface ChangeTracker {
  /** A message was shown as it is. */
  show(message: MessageView): void;
  /** What `room.joined` tells of older messages. */
  rejoin(changed: readonly MessageView[]): RoomChange[];
  /** An edit or a deletion as it happens. */
  hear(event: Extract<RoomEvent, { type: 'message.edited' | 'message.deleted' }>): boolean;
}

/** Of so many messages it is remembered how they were shown. */
const most = 5_000;

export function createChangeTracker(): ChangeTracker {
  const shown = new Map<string, { change: number; editedAt: string | null }>();
  let heard = 0;
  let hasJoined = false;

  function remember(id: string, state: { change: number; editedAt: string | null }): void {
    shown.delete(id);
    shown.set(id, state);
    if (shown.size > most) shown.delete(shown.keys().next().value!);
  }

  function toChange(message: MessageView): RoomChange | null {
    const { id, roomId, seq, change, editedAt, deletedAt } = message;
    const before = shown.get(id);
    // What was changed before we came, to a message that was not shown, is nobody's news.
    const isNewer = before ? change > before.change : hasJoined && change > heard;
    if (!isNewer) return null;
    remember(id, { change, editedAt });
    if (deletedAt !== null) return { type: 'message.deleted', roomId, seq, id, change, deletedAt };
    // A reaction is a change as well, but none of the text.
    if (editedAt === null || editedAt === before?.editedAt) return null;
    return { type: 'message.edited', roomId, seq, message };
  }

  return {
    show: ({ id, change, editedAt }) => remember(id, { change, editedAt }),
    rejoin(changed) {
      const inOrder = [...changed].sort((a, b) => a.change - b.change);
      const news = inOrder.flatMap((message) => toChange(message) ?? []);
      heard = Math.max(heard, ...changed.map(({ change }) => change));
      hasJoined = true;
      return news;
    },
    hear(event) {
      const { id, change } = event.type === 'message.edited' ? event.message : event;
      const isNews = change > Math.max(heard, shown.get(id)?.change ?? 0);
      heard = Math.max(heard, change);
      if (!isNews) return false;
      const editedAt = event.type === 'message.edited' ? event.message.editedAt : null;
      remember(id, { change, editedAt });
      return true;
    },
  };
}
