// Whatever the wire does to events, the messages of a room come out once each, in order, all of them.

import type { MessageView, RoomView } from '@parley/shared/chat';
import { DomainError } from '@parley/shared/errors';
import type { RoomEvent } from '@parley/shared/events';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Api, Connection, LiveApi } from '../../src/api/index.ts';
import { followRoom } from '../../src/commands/room-feed.ts';

/** A room of `size` messages whose subscription says whatever the test wants. */
function createRoom(initialSize: number) {
  let size = initialSize;
  let isClosed = false;
  let listen: ((connection: Connection) => void) | undefined;
  let handlers:
    | { onData(event: unknown): void; onError(error: unknown): void; onComplete(): void }
    | undefined;
  let joinedAfter: number | undefined;
  const message = (seq: number) => ({ seq, body: `m${seq}` }) as MessageView;
  const range = (from: number, to: number) =>
    Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => message(from + at));
  const api = {
    chat: {
      listMessages: {
        query: async ({ after, limit }: { after?: number; limit: number }) => {
          const pageSize = Math.min(limit, 3);
          if (after === undefined) {
            return { items: range(Math.max(1, size - limit + 1), size), hasAfter: false };
          }
          const items = range(after + 1, Math.min(size, after + pageSize));
          return { items, hasAfter: after + pageSize < size };
        },
      },
    },
  } as unknown as Api;
  const live = {
    client: {
      chat: {
        onRoom: {
          subscribe: (input: { lastEventId: number }, given: NonNullable<typeof handlers>) => {
            joinedAfter = input.lastEventId;
            handlers = given;
            return { unsubscribe: () => {} };
          },
        },
      },
    },
    onConnection: (listener: (connection: Connection) => void) => {
      listen = listener;
      listener({ phase: 'connecting' });
      return () => {};
    },
    close: () => {
      isClosed = true;
    },
  } as unknown as LiveApi;
  return {
    api,
    live,
    joinedAfter: () => joinedAfter,
    isClosed: () => isClosed,
    hasJoined: () => handlers !== undefined,
    grow: (to: number) => {
      size = Math.max(size, to);
    },
    say: (event: RoomEvent) => handlers!.onData({ id: 'x', data: event }),
    created: (seq: number) =>
      handlers!.onData({ type: 'message.created', seq, message: message(seq) }),
    joined: (from: number, to: number, lastSeq = to) =>
      handlers!.onData({
        type: 'room.joined',
        room: { lastSeq } as RoomView,
        membership: null,
        messages: range(from, to),
        gap: null,
        changed: [],
      } satisfies RoomEvent),
    fail: (error: unknown) => handlers!.onError(error),
    end: () => handlers!.onComplete(),
    connection: (connection: Connection) => listen!(connection),
  };
}

function follow(room: ReturnType<typeof createRoom>, after: number | null, newest = 10) {
  const heard: number[] = [];
  const away: boolean[] = [];
  const abort = new AbortController();
  const done = (async () => {
    const feed = followRoom({
      room: 'lobby',
      after,
      newest,
      api: room.api,
      openLive: () => room.live,
      onAway: (isAway) => away.push(isAway),
      signal: abort.signal,
    });
    for await (const { seq } of feed) heard.push(seq);
  })();
  // Whoever expects a failure awaits it; nobody else is to be killed by it.
  done.catch(() => {});
  return { heard, away, done, abort };
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
async function join(room: ReturnType<typeof createRoom>): Promise<void> {
  while (!room.hasJoined()) await settle();
}
const upTo = (size: number, from = 1) =>
  Array.from({ length: Math.max(0, size - from + 1) }, (_, at) => from + at);

test('events lost, doubled and out of order leave no hole and no double', async () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('grow'), seq: fc.integer({ min: 1, max: 40 }) }),
    fc.record({ kind: fc.constant('created'), seq: fc.integer({ min: 1, max: 40 }) }),
    fc.record({ kind: fc.constant('joined'), seq: fc.integer({ min: 1, max: 40 }) }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 12 }),
      fc.integer({ min: 0, max: 12 }),
      fc.array(step, { maxLength: 25 }),
      async (initial, after, steps) => {
        const room = createRoom(initial);
        const { heard, done, abort } = follow(room, after);
        await join(room);
        let newest = initial;
        for (const { kind, seq } of steps) {
          newest = Math.max(newest, seq);
          room.grow(newest);
          if (kind === 'created') room.created(seq);
          if (kind === 'joined') room.joined(Math.max(1, seq - 3), seq, newest);
        }
        // Brings no message: only its number tells that some are missing.
        room.joined(newest + 1, newest, newest);
        for (let wait = 0; heard.at(-1) !== newest && wait < 200 && newest > after; wait += 1) {
          await settle();
        }
        abort.abort();
        await done;
        expect(heard).toEqual(upTo(newest, after + 1));
        expect(room.isClosed()).toBe(true);
      },
    ),
  );
});

describe('the beginning', () => {
  test.each([
    [0, 7, upTo(7)],
    [4, 7, [5, 6, 7]],
    [7, 7, []],
    [9, 7, []],
    [null, 25, upTo(25, 16)],
    [null, 4, upTo(4)],
    [null, 0, []],
  ])('after %s of %d messages is %j', async (after, size, expected) => {
    const room = createRoom(size);
    const { heard, abort, done } = follow(room, after);
    await join(room);
    abort.abort();
    await done;
    expect(heard).toEqual(expected);
    expect(room.joinedAfter()).toBe(Math.max(size, after ?? 0));
  });
});

describe('the end', () => {
  const refused = new DomainError('not_found', 'There is no room #lobby.');

  test('is what the server says it is', async () => {
    const room = createRoom(1);
    const { done, heard } = follow(room, 0);
    await join(room);
    room.created(2);
    room.fail(refused);
    await expect(done).rejects.toBe(refused);
    expect(heard).toEqual([1, 2]);
    expect(room.isClosed()).toBe(true);
  });

  test('comes with the session', async () => {
    const room = createRoom(0);
    const { done } = follow(room, 0);
    await join(room);
    room.connection({ phase: 'revoked' });
    room.end();
    await expect(done).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test('comes with the membership', async () => {
    const room = createRoom(0);
    const { done } = follow(room, 0);
    await join(room);
    room.end();
    await expect(done).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('comes with the signal, also when that is given while the past is read', async () => {
    const room = createRoom(0);
    const { done, abort } = follow(room, 0);
    abort.abort();
    await done;
    expect(room.hasJoined()).toBe(false);
  });

  test('does not come with the connection: that is told, and comes back', async () => {
    const room = createRoom(0);
    const { away, heard, abort, done } = follow(room, 0);
    await join(room);
    room.connection({ phase: 'online' });
    room.connection({ phase: 'offline', retryAt: null });
    room.connection({ phase: 'offline', retryAt: 1 });
    room.connection({ phase: 'online' });
    room.grow(1);
    room.created(1);
    while (heard.length === 0) await settle();
    abort.abort();
    await done;
    expect(away).toEqual([true, false]);
  });
});
