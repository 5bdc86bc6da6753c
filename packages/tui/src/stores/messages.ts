// A room's known messages: ordered by seq, each once, with holes where something was missed.

import type { MessageView } from '@parley/shared/chat';
import type { RoomEvent } from '@parley/shared/events';
import { limits } from '@parley/shared/limits';

/** Kept per room; beyond it the oldest are let go and paged in again when scrolled to. */
export const keptMessages = 20_000;

/**
 * Known and incoming messages as one list, oldest first. Order and repetition of the incoming do
 * not matter: merging the same ones twice, or in another order, gives the same list.
 */
export function mergeMessages(
  known: readonly MessageView[],
  incoming: readonly MessageView[],
  { keep = keptMessages }: { keep?: number } = {},
): readonly MessageView[] {
  if (incoming.length === 0) return known;
  const lastSeq = known.at(-1)?.seq ?? 0;
  if (incoming.length === 1 && incoming[0]!.seq > lastSeq)
    return cap([...known, incoming[0]!], keep);
  const bySeq = new Map(known.map((message) => [message.seq, message]));
  let isChanged = false;
  for (const message of incoming) {
    const present = bySeq.get(message.seq);
    if (present !== undefined && !isNewer(message, present)) continue;
    bySeq.set(message.seq, message);
    isChanged = true;
  }
  if (!isChanged) return known;
  return cap(
    [...bySeq.values()].sort((a, b) => a.seq - b.seq),
    keep,
  );
}

function cap(messages: MessageView[], keep: number): readonly MessageView[] {
  return messages.length <= keep ? messages : messages.slice(-keep);
}

// By the room's numbers, not by anybody's clock.
function isNewer(message: MessageView, present: MessageView): boolean {
  return message.change > present.change;
}

/** A message changed in place, if it is known and the change is news. */
function changeMessage(
  known: readonly MessageView[],
  { seq, change }: { seq: number; change: number },
  edit: (message: MessageView) => MessageView,
): readonly MessageView[] {
  const at = known.findLastIndex((message) => message.seq === seq);
  const present = known[at];
  if (present === undefined || present.change >= change) return known;
  return known.with(at, { ...edit(present), change });
}

/** The text is gone, here and wherever it is quoted. */
export function deleteMessage(
  known: readonly MessageView[],
  event: Extract<RoomEvent, { type: 'message.deleted' }>,
): readonly MessageView[] {
  const { deletedAt } = event;
  const deleted = changeMessage(known, event, (message) => ({
    ...message,
    body: '',
    reactions: [],
    deletedAt,
    pinnedAt: undefined,
  }));
  return requote(deleted, { id: event.id, excerpt: '' });
}

/** Replies show what they answer as it is now. */
export function requote(
  known: readonly MessageView[],
  { id, excerpt }: { id: string; excerpt: string },
): readonly MessageView[] {
  const isStale = ({ quote }: MessageView) => quote?.id === id && quote.excerpt !== excerpt;
  if (!known.some(isStale)) return known;
  return known.map((message) =>
    isStale(message) ? { ...message, quote: { ...message.quote!, excerpt } } : message,
  );
}

/** It is kept at hand in its room, or no longer. */
export function pinMessage(
  known: readonly MessageView[],
  event: Extract<RoomEvent, { type: 'message.pinned' | 'message.unpinned' }>,
): readonly MessageView[] {
  const pinnedAt = event.type === 'message.pinned' ? event.pinnedAt : undefined;
  return changeMessage(known, event, (message) => ({ ...message, pinnedAt }));
}

export function reactToMessage(
  known: readonly MessageView[],
  event: Extract<RoomEvent, { type: 'reaction.added' | 'reaction.removed' }>,
): readonly MessageView[] {
  const { emoji, count, user } = event;
  return changeMessage(known, event, (message) => {
    const present = message.reactions.find((reaction) => reaction.emoji === emoji);
    const others = (present?.userIds ?? []).filter((userId) => userId !== user.id);
    const userIds =
      event.type === 'reaction.added' && others.length < limits.usersShownPerEmoji
        ? [...others, user.id]
        : others;
    const changed = { emoji, count, userIds };
    const reactions =
      present === undefined
        ? [...message.reactions, changed]
        : message.reactions.map((reaction) => (reaction === present ? changed : reaction));
    return { ...message, reactions: reactions.filter((reaction) => reaction.count > 0) };
  });
}

/** Messages missing between two known ones: after `after`, before `before`. */
export interface Gap {
  readonly after: number;
  readonly before: number;
}

/** Seqs are dense in their room, so every jump is something missed. */
export function findGaps(messages: readonly MessageView[]): Gap[] {
  const gaps: Gap[] = [];
  for (let index = 1; index < messages.length; index += 1) {
    const after = messages[index - 1]!.seq;
    const before = messages[index]!.seq;
    if (before > after + 1) gaps.push({ after, before });
  }
  return gaps;
}
