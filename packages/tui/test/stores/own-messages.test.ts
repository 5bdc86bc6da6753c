// Own messages are never new, wherever they were written: not in the counts, not below the unread line.

import type { MessageView } from '@parley/shared/chat';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type RoomInput, reduceRoom } from '../../src/stores/reduce-room.ts';
import type { RoomState } from '../../src/stores/room.ts';
import { countUnread } from '../../src/stores/room-reading.ts';
import { reduceRooms } from '../../src/stores/rooms.ts';
import { buildTimeline } from '../../src/stores/timeline.ts';
import { viewMessage, viewRoom, writtenAt } from '../support/chat-views.ts';

type Said = 'mine' | 'other' | 'my reply' | 'reply';

function historyOf(said: readonly Said[]): MessageView[] {
  let mainNo = 0;
  return said.map((kind, index) => {
    const id = kind === 'mine' || kind === 'my reply' ? 'me' : 'eve';
    const isReply = kind === 'reply' || kind === 'my reply';
    if (!isReply) mainNo += 1;
    return viewMessage(index + 1, {
      author: { id, username: id, displayName: id },
      mainNo,
      threadId: isReply ? 'elsewhere' : null,
    });
  });
}

const isNew = ({ author, threadId }: MessageView) => author.id !== 'me' && threadId === null;
const placeOf = (all: readonly MessageView[], lastReadSeq: number) => ({
  lastReadSeq,
  readMain: all[lastReadSeq - 1]?.mainNo ?? 0,
});
const membershipAt = (all: readonly MessageView[], lastReadSeq: number) => ({
  role: 'member' as const,
  ...placeOf(all, lastReadSeq),
  notify: 'all' as const,
  quietUntil: null,
  mutedUntil: null,
  joinedAt: writtenAt,
});
const viewOf = (all: readonly MessageView[]) =>
  viewRoom({ lastSeq: all.length, lastMain: all.at(-1)?.mainNo ?? 0 });

/** The room as its list tells it while these have been said. */
function listed(all: readonly MessageView[], lastReadSeq: number, known = new Map()): RoomState {
  const unread = all.slice(lastReadSeq).filter(isNew).length;
  const membership = membershipAt(all, lastReadSeq);
  const item = { ...viewOf(all), membership, unread, mentions: 0, threadMentions: 0, people: [] };
  return reduceRooms(known, { type: 'listed', items: [item] }).get('room')!;
}

const joined = (all: readonly MessageView[], lastReadSeq: number, backlog: number): RoomInput => ({
  type: 'wire',
  now: 0,
  myId: 'me',
  event: {
    type: 'room.joined',
    room: viewOf(all),
    membership: membershipAt(all, lastReadSeq),
    messages: backlog === 0 ? [] : all.slice(-backlog),
    gap: null,
    changed: [],
  },
});

function newBelowLine(room: RoomState): string[] {
  const items = buildTimeline(room);
  const line = items.findIndex(({ kind }) => kind === 'unread');
  return line === -1
    ? []
    : items
        .slice(line)
        .flatMap((item) => (item.kind === 'message' ? [item.message.author.id] : []));
}

test('the client counts what the server counts, whatever it has of the room', () => {
  const kinds = fc.constantFrom<Said>('mine', 'other', 'my reply', 'reply');
  fc.assert(
    fc.property(
      fc.array(kinds, { maxLength: 30 }),
      fc.array(kinds, { maxLength: 10 }),
      fc.nat(30),
      fc.nat(30),
      (before, since, marker, backlog) => {
        const all = historyOf([...before, ...since]);
        const then = all.slice(0, before.length);
        const lastReadSeq = Math.min(marker, then.length);
        let room = reduceRoom(listed(then, lastReadSeq), joined(then, lastReadSeq, backlog));
        for (const message of all.slice(then.length)) {
          const event = { type: 'message.created', seq: message.seq, message } as const;
          room = reduceRoom(room, { type: 'wire', event, now: 0, myId: 'me' });
        }
        expect(countUnread(room)).toBe(all.slice(lastReadSeq).filter(isNew).length);
        // The list that is fetched again changes nothing of it.
        const again = listed(all, lastReadSeq, new Map([['room', room]]));
        expect(countUnread(again)).toBe(countUnread(room));
      },
    ),
  );
});

test('what I said on another device stands above the line, and alone it draws none', () => {
  const opened = (said: readonly Said[]) => {
    const all = historyOf(said);
    const room = reduceRoom(listed(all, 1), { type: 'opened' });
    return reduceRoom(room, joined(all, 1, 50));
  };
  expect(newBelowLine(opened(['other', 'mine', 'mine', 'other', 'mine']))).toEqual(['eve', 'me']);
  expect(newBelowLine(opened(['other', 'mine', 'my reply', 'mine']))).toEqual([]);
  expect(newBelowLine(opened(['other', 'reply', 'mine', 'other']))).toEqual(['eve']);
});

test('a marker that is set back counts the own ones behind it no more than before', () => {
  const all = historyOf(['other', 'mine', 'other', 'mine', 'other']);
  const room = reduceRoom(listed(all, 5), joined(all, 5, 50));
  expect(countUnread(room)).toBe(0);
  const marked = reduceRoom(room, { type: 'unreadMarked', message: all[1]! });
  expect(countUnread(marked)).toBe(2);
  expect(newBelowLine(marked)).toEqual(['eve', 'me', 'eve']);
});
