// My own messages outside threads by their numbers: wherever I wrote them, they are never unread.
//
// Those that came are known one by one. Of those that did not come the server told how many stand after the
// marker, when it told the room; that holds as long as the marker stands there.

import type { MembershipView, MessageView, RoomListItem } from '@parley/shared/chat';

export interface OwnMessages {
  /** Ascending, the newest. */
  readonly numbers: readonly number[];
  /** So many after one marker, up to the newest message of that time. */
  readonly told: { readonly after: number; readonly upTo: number; readonly count: number } | null;
}

export const noOwnMessages: OwnMessages = { numbers: [], told: null };

const keptNumbers = 1_000;

export function addOwn(
  own: OwnMessages,
  incoming: readonly MessageView[],
  myId: string | null,
): OwnMessages {
  const known = new Set(own.numbers);
  const news = incoming
    .filter(({ author, threadId }) => author.id === myId && threadId === null)
    .map(({ mainNo }) => mainNo)
    .filter((number) => !known.has(number));
  if (news.length === 0) return own;
  const all = [...new Set([...own.numbers, ...news])].sort((a, b) => a - b);
  return { ...own, numbers: all.slice(-keptNumbers) };
}

/** What the server's count leaves out of the numbers between the marker and the newest message. */
export function tellOwn(
  own: OwnMessages,
  { lastMain, unread }: Pick<RoomListItem, 'lastMain' | 'unread'>,
  membership: MembershipView | null,
): OwnMessages {
  if (membership === null) return { ...own, told: null };
  const { readMain } = membership;
  const count = Math.max(0, lastMain - readMain - unread);
  return { ...own, told: { after: readMain, upTo: lastMain, count } };
}

export function countOwn({ numbers, told }: OwnMessages, after: number): number {
  const firstOf = (number: number) => numbers.findLastIndex((one) => one <= number) + 1;
  const known = numbers.length - firstOf(after);
  if (told?.after !== after) return known;
  return Math.max(known, told.count + numbers.length - firstOf(told.upTo));
}
