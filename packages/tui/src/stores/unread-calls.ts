// The messages of a room that call me and are not read, as far as what waits for me tells.

import type { MessageView } from '@parley/shared/chat';
import type { AppState } from './app-state.ts';
import type { RoomState } from './room.ts';

/** Outside threads; one that was deleted meanwhile calls nobody. */
export function unreadCalls(
  { activity }: Pick<AppState, 'activity'>,
  { room, membership, mentions, messages }: RoomState,
): MessageView[] {
  if (membership === null || mentions === 0) return [];
  return activity.flatMap((item) => {
    if (item.kind !== 'mention' || item.room.id !== room.id) return [];
    const { id, seq, threadId } = item.message;
    if (threadId !== null || seq <= membership.lastReadSeq) return [];
    const isDeleted = messages.some((known) => known.id === id && known.deletedAt !== null);
    return isDeleted ? [] : [item.message];
  });
}
