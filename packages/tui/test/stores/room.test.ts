// The room's laws: whatever way events come, the same history results, and own lines appear once.

import type { MessageView } from '@parley/shared/chat';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { AppEvent } from '../../src/stores/app-state.ts';
import { createEventBatch } from '../../src/stores/event-batch.ts';
import { findGaps, mergeMessages } from '../../src/stores/messages.ts';
import { type RoomInput, reduceRoom } from '../../src/stores/reduce-room.ts';
import { createRoomState, type RoomState, typistsIn } from '../../src/stores/room.ts';
import { countUnread } from '../../src/stores/room-reading.ts';
import { reduceRooms } from '../../src/stores/rooms.ts';
import { buildTimeline } from '../../src/stores/timeline.ts';
import { viewMessage, viewRoom, writtenAt } from '../support/chat-views.ts';

const createdAt = writtenAt;
const roomOf = (lastSeq: number) => viewRoom({ lastSeq, lastMain: lastSeq });
const membership = {
  role: 'member',
  lastReadSeq: 0,
  readMain: 0,
  notify: 'all',
  quietUntil: null,
  mutedUntil: null,
  joinedAt: createdAt,
} as const;
const messageOf = (seq: number, author?: string): MessageView =>
  viewMessage(
    seq,
    author === undefined ? {} : { author: { id: author, username: author, displayName: author } },
  );
const history = (from: number, to: number) =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => messageOf(from + index));

const wire = (event: Extract<RoomInput, { type: 'wire' }>['event']): RoomInput => ({
  type: 'wire',
  event,
  now: 0,
  myId: 'me',
});
const created = (seq: number) => wire({ type: 'message.created', seq, message: messageOf(seq) });
const joined = (lastSeq: number, messages: MessageView[]): RoomInput =>
  wire({
    type: 'room.joined',
    room: roomOf(lastSeq),
    membership,
    messages,
    gap: null,
    changed: [],
  });
const run = (inputs: readonly RoomInput[], state = createRoomState(roomOf(0), membership)) =>
  inputs.reduce(reduceRoom, state);

/** A connection that drops and resumes: every segment is live events, then a rejoin from anywhere. */
const delivery = fc
  .record({
    total: fc.integer({ min: 1, max: 120 }),
    cuts: fc.array(
      fc.record({ at: fc.nat(120), back: fc.nat(30), backlog: fc.integer({ min: 1, max: 40 }) }),
      {
        maxLength: 5,
      },
    ),
    noise: fc.array(fc.nat(120), { maxLength: 20 }),
  })
  .map(({ total, cuts, noise }) => {
    const inputs: RoomInput[] = [];
    let at = 0;
    for (const cut of [...cuts, { at: total, back: 0, backlog: total }].sort(
      (a, b) => a.at - b.at,
    )) {
      const until = Math.min(cut.at, total);
      for (let seq = at + 1; seq <= until; seq += 1) inputs.push(created(seq));
      inputs.push({ type: 'disconnected' });
      // What happened while away comes as a backlog that may reach back over what is known.
      at = Math.min(total, until + cut.back);
      inputs.push(joined(at, history(Math.max(1, at - cut.backlog + 1), at)));
      for (const seq of noise.slice(0, 4)) if (seq >= 1 && seq <= at) inputs.push(created(seq));
    }
    return { inputs, total };
  });

/** Pages in every gap, as the client does when it sees one. */
function fillGaps(state: RoomState): RoomState {
  return findGaps(state.messages).reduce<RoomState>(
    (filled, { after, before }) =>
      reduceRoom(filled, {
        type: 'pageLoaded',
        at: after,
        items: history(after + 1, before - 1),
        hasBefore: true,
        myId: 'me',
      }),
    state,
  );
}

describe('a room', () => {
  it('knows after any drops, repetitions and pages what a fresh join would tell', () => {
    fc.assert(
      fc.property(delivery, ({ inputs, total }) => {
        const state = fillGaps(run(inputs));
        const first = state.messages[0]?.seq ?? total + 1;
        expect(state.messages).toEqual(history(first, total));
        const fresh = run([joined(total, history(first, total))]);
        expect(state.messages).toEqual(fresh.messages);
        expect(state.room).toEqual(fresh.room);
      }),
    );
  });

  it('gives the same list in whatever order and however often messages come', () => {
    const seqs = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 80 });
    fc.assert(
      fc.property(seqs, fc.infiniteStream(fc.nat()), (order, dice) => {
        const all = order.map((seq) => messageOf(seq));
        const together = mergeMessages([], all);
        const oneByOne = all.reduce<readonly MessageView[]>(
          (known, one) => mergeMessages(known, [one]),
          [],
        );
        const shuffled = [...all].sort(() => (dice.next().value % 2 === 0 ? 1 : -1));
        expect(oneByOne).toEqual(together);
        expect(mergeMessages(mergeMessages([], shuffled), all)).toEqual(together);
        expect(together.map(({ seq }) => seq)).toEqual([...new Set(order)].sort((a, b) => a - b));
      }),
    );
  });

  it('shows every gap as a row, and none where nothing is missing', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 60 })), (seqs) => {
        const state = run(seqs.map(created));
        const sorted = [...seqs].sort((a, b) => a - b);
        const missing = (sorted.at(-1) ?? 0) - (sorted[0] ?? 1) + 1 - sorted.length;
        const gaps = buildTimeline(state).flatMap((item) =>
          item.kind === 'gap' ? [item.count] : [],
        );
        expect(gaps.reduce((sum, count) => sum + count, 0)).toBe(Math.max(0, missing));
      }),
    );
  });

  it('never grows beyond what is kept, and keeps the newest', () => {
    const kept = mergeMessages(history(1, 90), history(91, 130), { keep: 100 });
    expect(kept.map(({ seq }) => seq)).toEqual(history(31, 130).map(({ seq }) => seq));
  });
});

test('own lines are shown until the room brings them back, once, whichever comes first', () => {
  const line = { clientId: 'c7', body: 'body 7', at: createdAt };
  const outbox = (event: Extract<RoomInput, { type: 'outbox' }>['event']): RoomInput => ({
    type: 'outbox',
    event,
    myId: 'me',
  });
  const mine = wire({ type: 'message.created', seq: 7, message: messageOf(7, 'me') });
  const steps: RoomInput[] = [
    outbox({ type: 'sending', clientId: 'c7' }),
    outbox({ type: 'answered', clientId: 'c7', seq: 7 }),
    outbox({ type: 'deferred', clientId: 'c7' }),
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...steps)), fc.nat(6), (before, at) => {
      const state = run([outbox({ type: 'queued', pending: line }), ...before.slice(0, at)]);
      expect(state.outbox).toHaveLength(1);
      const after = reduceRoom(state, mine);
      expect(after.outbox).toEqual([]);
      expect(run(before, after).outbox).toEqual([]);
    }),
  );
  // Somebody else's line with the same clientId is not mine.
  const others = wire({ type: 'message.created', seq: 7, message: messageOf(7, 'eve') });
  expect(run([outbox({ type: 'queued', pending: line }), others]).outbox).toHaveLength(1);
});

test('a server restored from a backup is believed, and unsent lines stay', () => {
  const line = { clientId: 'mine', body: 'not sent', at: createdAt };
  const state = run([
    joined(50, history(1, 50)),
    { type: 'outbox', event: { type: 'queued', pending: line }, myId: 'me' },
    joined(30, history(1, 30)),
  ]);
  expect(state.messages.at(-1)?.seq).toBe(30);
  expect(state.room.lastSeq).toBe(30);
  expect(state.outbox).toHaveLength(1);
});

test('unread counts what was not read; own lines and what was seen here do not count', () => {
  const state = run([joined(10, history(1, 10)), { type: 'read', seq: 8 }]);
  expect(countUnread(state)).toBe(2);
  const opened = reduceRoom(state, { type: 'opened' });
  expect(opened.unreadAfter).toBe(8);
  // The server does not know yet what was read here.
  expect(countUnread(run([joined(10, [])], state))).toBe(2);
  const own = wire({ type: 'message.created', seq: 11, message: messageOf(11, 'me') });
  expect(countUnread(run([{ type: 'read', seq: 10 }, own], state))).toBe(0);
});

test('events gathered from the wire change the state as they would one by one', () => {
  const event = fc.oneof(
    fc.integer({ min: 1, max: 30 }).map(created),
    fc.constant<RoomInput>({ type: 'typingExpired', now: 1 }),
    fc.constant(
      wire({
        type: 'typing',
        user: { id: 'user1', username: 'user1' },
        threadId: null,
        expiresInMs: 9,
      }),
    ),
    fc.integer({ min: 1, max: 20 }).map((seq) => joined(seq, history(1, seq))),
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), (inputs) => {
      const gathered: AppEvent[] = [];
      const batch = createEventBatch((events) => gathered.push(...events));
      for (const input of inputs) {
        batch.add({ type: 'rooms', input: { type: 'room', roomId: 'room', input } });
      }
      batch.flush();
      batch.stop();
      const told = gathered.flatMap((one) =>
        one.type === 'rooms' && one.input.type === 'room' ? [one.input.input] : [],
      );
      expect(run(told)).toEqual(run(inputs));
      expect(told.length).toBeLessThanOrEqual(inputs.length);
    }),
  );
});

test('one types in one place, the newest; what one says there ends it, what one says elsewhere does not', () => {
  const typing = (threadId: string | null) =>
    wire({ type: 'typing', user: { id: 'ada', username: 'ada' }, threadId, expiresInMs: 9 });
  const says = (seq: number, threadId: string | null) =>
    wire({
      type: 'message.created',
      seq,
      message: { ...messageOf(seq, 'ada'), threadId, threadNo: threadId === null ? null : 1 },
    });
  const placesOf = (state: RoomState) =>
    [null, 'm1', 'm2'].filter((place) => typistsIn(state, place).length > 0);
  expect(placesOf(run([typing(null), typing('m1')]))).toEqual(['m1']);
  expect(placesOf(run([typing('m1'), says(1, null), says(2, 'm2')]))).toEqual(['m1']);
  expect(placesOf(run([typing('m1'), says(1, 'm1')]))).toEqual([]);
  expect(placesOf(run([typing('m1'), { type: 'typingExpired', now: 9 }]))).toEqual([]);
});

test('what another device marked unread while the line was cut is unread here as well, what was read here is not', () => {
  const markedAt = (lastReadSeq: number) => ({ ...membership, lastReadSeq, readMain: lastReadSeq });
  const joinedAt = (lastReadSeq: number) =>
    wire({
      type: 'room.joined',
      room: roomOf(10),
      membership: markedAt(lastReadSeq),
      messages: history(1, 10),
      gap: null,
      changed: [],
    });
  const told: RoomInput = {
    ...{ type: 'marked', lastReadSeq: 10, readMain: 10 },
    ...{ mentions: 0, threadMentions: 0 },
  };
  const cut: RoomInput = { type: 'disconnected' };
  const listedAt = (state: RoomState, lastReadSeq: number): RoomState => {
    const item = {
      ...roomOf(10),
      ...{ membership: markedAt(lastReadSeq), people: [] },
      ...{ unread: 10 - lastReadSeq, mentions: 2, threadMentions: 0 },
    };
    return reduceRooms(new Map([['room', state]]), { type: 'listed', items: [item] }).get('room')!;
  };
  const read = run([joinedAt(4), { type: 'read', seq: 10 }, told, cut]);
  const joinedFirst = listedAt(run([joinedAt(6)], read), 6);
  const listedFirst = run([joinedAt(6)], listedAt(read, 6));
  for (const state of [joinedFirst, listedFirst, listedAt(read, 6)]) {
    expect(countUnread(state)).toBe(4);
    expect(state).toMatchObject({ mentions: 2, isHeldUnread: true });
  }
  // The server had not heard of it when the line was cut.
  const unheard = run([joinedAt(4), { type: 'read', seq: 10 }, cut]);
  for (const state of [run([joinedAt(4)], unheard), listedAt(unheard, 4)])
    expect(countUnread(state)).toBe(0);
});
