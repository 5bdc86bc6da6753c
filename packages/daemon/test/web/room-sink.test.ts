// What each subscriber of a room may hear, to the very number: nothing twice, nothing early, nothing from before.

import type { MessageView } from '@parley/shared/chat';
import { expect, test } from 'vitest';
import type { Outbox } from '../../src/web/outbox.ts';
import {
  broadcastChange,
  broadcastMessage,
  broadcastTyping,
  type RoomSink,
} from '../../src/web/room-sink.ts';

const author = { id: 'a', username: 'ada', displayName: 'Ada' };

const messageOf = (seq: number, quoted?: number): MessageView => ({
  id: `m${seq}`,
  roomId: 'den',
  seq,
  author,
  body: 'said',
  clientId: `c${seq}`,
  replyTo: null,
  quote: quoted === undefined ? null : { id: `m${quoted}`, seq: quoted, author, excerpt: 'secret' },
  threadId: null,
  threadNo: null,
  mainNo: seq,
  thread: null,
  reactions: [],
  change: 0,
  createdAt: '2026-01-01T00:00:00.000Z',
  editedAt: null,
  deletedAt: null,
});

function createSink(given: Partial<RoomSink> = {}): RoomSink & { heard: string[] } {
  const heard: string[] = [];
  const outbox = { push: (frame: Buffer) => heard.push(frame.toString()) } as unknown as Outbox;
  return { outbox, requestId: 1, lastSeq: 0, lastChange: 0, visibleAfter: 0, ...given, heard };
}

const counts = (sinks: { heard: string[] }[]) => sinks.map(({ heard }) => heard.length);

test('a message is heard by who has all before it, changes too, and by nobody twice', () => {
  const sinks = [
    createSink({ lastSeq: 4, lastChange: 2 }),
    createSink({ lastSeq: 5, lastChange: 2 }),
    createSink({ lastSeq: 3, lastChange: 2 }),
    createSink({ lastSeq: 4, lastChange: 1 }),
  ];
  expect(broadcastMessage(sinks.slice(0, 2), { message: messageOf(5), change: 2 })).toBe(false);
  for (const sink of sinks.slice(2)) {
    expect(broadcastMessage([sink], { message: messageOf(5), change: 2 })).toBe(true);
  }
  expect(counts(sinks)).toEqual([1, 0, 0, 0]);
  expect(sinks.map(({ lastSeq }) => lastSeq)).toEqual([5, 5, 3, 4]);
});

test('row 38: a change to a message from before one came only counts; from the next one on it is heard', () => {
  const sinks = [0, 4, 5].map((visibleAfter) => createSink({ lastSeq: 9, visibleAfter }));
  const event = {
    type: 'message.edited',
    seq: 5,
    message: { ...messageOf(5), change: 1 },
  } as const;
  expect(broadcastChange(sinks, { change: 1, event })).toBe(false);
  expect(counts(sinks)).toEqual([1, 1, 0]);
  expect(sinks.map(({ lastChange }) => lastChange)).toEqual([1, 1, 1]);
});

test('row 38: what is quoted from before one came is not shown, in a message or in a change to one', () => {
  for (const isChange of [false, true]) {
    const sinks = [2, 3].map((visibleAfter) => createSink({ lastSeq: 4, visibleAfter }));
    const message = messageOf(5, 3);
    if (isChange)
      broadcastChange(sinks, { change: 1, event: { type: 'message.edited', seq: 5, message } });
    else broadcastMessage(sinks, { message, change: 0 });
    expect(counts(sinks)).toEqual([1, 1]);
    expect(sinks.map(({ heard }) => heard.join().includes('secret'))).toEqual([true, false]);
  }
});

test('row 38: that somebody types in a thread is told to who sees how it began', () => {
  const sinks = [4, 5].map((visibleAfter) => createSink({ visibleAfter }));
  const typing = { type: 'typing', user: { id: 'a', username: 'ada' }, expiresInMs: 1 } as const;
  broadcastTyping(sinks, { ...typing, thread: { id: 'm5', seq: 5 } });
  expect(counts(sinks)).toEqual([1, 0]);
  broadcastTyping(sinks, { ...typing, thread: null });
  expect(counts(sinks)).toEqual([2, 1]);
});
