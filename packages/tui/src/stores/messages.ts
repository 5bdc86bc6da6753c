// A room's known messages: ordered by seq, each once, with holes where something was missed.

import type { MessageView } from '@parley/shared/chat';

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

function isNewer(message: MessageView, present: MessageView): boolean {
  return changedAt(message) > changedAt(present);
}

function changedAt({ editedAt, deletedAt }: MessageView): string {
  return deletedAt ?? editedAt ?? '';
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
