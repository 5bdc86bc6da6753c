// A thread's laws: whatever way its messages come, the same thread results, and the room counts it rightly.

import type { MessageView } from '@parley/shared/chat';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type RoomInput, reduceRoom } from '../../src/stores/reduce-room.ts';
import { createRoomState, type RoomState } from '../../src/stores/room.ts';
import { roomThreadItems } from '../../src/stores/room-thread-items.ts';
import { buildTimeline } from '../../src/stores/timeline.ts';
import { viewMessage, viewRoom, writtenAt } from '../support/chat-views.ts';

const createdAt = writtenAt;
const room = viewRoom();

/** Seq 1 begins a thread, of which every third message is a reply. */
function messageOf(seq: number): MessageView {
  const isReply = seq % 3 === 0;
  return viewMessage(seq, {
    author: { id: `user${seq % 2}`, username: `user${seq % 2}`, displayName: '' },
    threadId: isReply ? 'm1' : null,
    threadNo: isReply ? seq / 3 : null,
    mainNo: seq - Math.floor(seq / 3),
  });
}

const wire = (event: Extract<RoomInput, { type: 'wire' }>['event']): RoomInput => ({
  type: 'wire',
  event,
  now: 0,
  myId: 'user1',
});
const created = (seq: number) => wire({ type: 'message.created', seq, message: messageOf(seq) });
const inThread = (input: Extract<RoomInput, { type: 'thread' }>['input']): RoomInput => ({
  type: 'thread',
  rootId: 'm1',
  input,
});
const loaded = (upTo: number): RoomInput =>
  inThread({
    type: 'loaded',
    thread: {
      root: messageOf(1),
      replyCount: Math.floor(upTo / 3),
      lastSeq: upTo,
      isFollowing: false,
      unread: 0,
    },
    items: Array.from({ length: Math.floor(upTo / 3) }, (_, index) => messageOf(3 * index + 3)),
    isLast: true,
  });
const run = (inputs: readonly RoomInput[], state: RoomState = createRoomState(room, null)) =>
  inputs.reduce(reduceRoom, state);

test('pages and events in any order, twice or late, make the same thread', () => {
  const order = fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 60 });
  fc.assert(
    fc.property(order, fc.nat(60), (seqs, at) => {
      const events = seqs.map(created);
      const page = loaded(30);
      const state = run([
        inThread({ type: 'opened' }),
        ...events.slice(0, at),
        page,
        ...events.slice(at),
      ]);
      const thread = state.threads.get('m1');
      expect(thread?.messages).toEqual([messageOf(1), ...replies()]);
      expect(
        roomThreadItems(state, 'm1', null).filter(({ kind }) => kind === 'message'),
      ).toHaveLength(11);
    }),
  );
});

function replies(): MessageView[] {
  return Array.from({ length: 10 }, (_, index) => messageOf(3 * index + 3));
}

test('the room shows no reply, no gap where one stands, and counts them below the first message', () => {
  const state = run(Array.from({ length: 12 }, (_, index) => created(index + 1)));
  const items = buildTimeline(state);
  expect(items.some(({ kind }) => kind === 'gap')).toBe(false);
  const shown = items.flatMap((item) => (item.kind === 'message' ? [item] : []));
  expect(shown.map(({ message }) => message.seq)).toEqual([1, 2, 4, 5, 7, 8, 10, 11]);
  expect(shown[0]?.thread).toMatchObject({ count: 4, unread: 0 });
  const news = reduceRoom(state, { type: 'threadNews', rootId: 'm1', unread: 2 });
  const first = buildTimeline(news).find((item) => item.kind === 'message');
  expect(first).toMatchObject({ thread: { count: 4, unread: 2 } });
});

test('what is changed, deleted or reacted to is so in the thread as well, also where the room does not know it', () => {
  const state = run([inThread({ type: 'opened' }), loaded(30)]);
  const edited = { ...messageOf(6), body: 'changed', change: 1, editedAt: createdAt };
  const changed = run(
    [
      wire({ type: 'message.edited', seq: 6, message: edited }),
      wire({ type: 'message.deleted', seq: 9, id: 'm9', change: 2, deletedAt: createdAt }),
      wire({
        type: 'reaction.added',
        seq: 12,
        messageId: 'm12',
        change: 3,
        emoji: '🎉',
        count: 1,
        user: { id: 'user1', username: 'user1' },
      }),
    ],
    state,
  );
  const bySeq = new Map(changed.threads.get('m1')?.messages.map((each) => [each.seq, each]));
  expect(bySeq.get(6)?.body).toBe('changed');
  expect(bySeq.get(9)).toMatchObject({ body: '', deletedAt: createdAt });
  expect(bySeq.get(12)?.reactions).toMatchObject([{ emoji: '🎉', count: 1 }]);
  expect(changed.messages).toEqual([]);
});

test('who replies follows', () => {
  const state = run([inThread({ type: 'opened' }), loaded(3), created(6)]);
  expect(state.threads.get('m1')?.isFollowing).toBe(false);
  expect(run([created(9)], state).threads.get('m1')?.isFollowing).toBe(true);
});

test('marked unread stays so while one looks, on every device, until one comes anew', () => {
  const membership = {
    role: 'member',
    lastReadSeq: 5,
    readMain: 4,
    notify: 'all',
    quietUntil: null,
    mutedUntil: null,
    joinedAt: createdAt,
  } as const;
  const start = run([1, 2, 4, 5].map(created), createRoomState(room, membership));
  const marked = reduceRoom(start, { type: 'unreadMarked', message: messageOf(4) });
  expect(marked).toMatchObject({ isHeldUnread: true, unreadAfter: 3 });
  expect(marked.membership).toMatchObject({ lastReadSeq: 3, readMain: 2 });
  const calls = { mentions: 1, threadMentions: 0 };
  const told = { type: 'marked', lastReadSeq: 3, readMain: 2, ...calls } as const;
  const elsewhere = reduceRoom(start, told);
  expect(elsewhere).toMatchObject({ isHeldUnread: true, mentions: 1 });
  // What I have read here, and the server has not heard of yet, is not taken back by an old word.
  const ahead = run([created(7), { type: 'read', seq: 7 }], start);
  const late = reduceRoom(ahead, { ...told, lastReadSeq: 5, readMain: 4 });
  expect(late.membership?.lastReadSeq).toBe(7);
  expect(reduceRoom(marked, { type: 'opened' }).isHeldUnread).toBe(false);
  // A call in a thread is there until it is read there, however far the room was read.
  const called = { type: 'called', isInThread: true, seq: 6 } as const;
  const inThread = run([called, { type: 'read', seq: 7 }], ahead);
  expect(inThread).toMatchObject({ mentions: 1, threadMentions: 1 });
  const read = { lastReadSeq: 7, readMain: 6, mentions: 0, threadMentions: 0 };
  expect(reduceRoom(inThread, { ...told, ...read })).toMatchObject({ mentions: 0 });
});
