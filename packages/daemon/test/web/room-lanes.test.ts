// A room's lane by itself, on a clock that is moved by hand: what is looked up, and who is let go.

import { expect, test, vi } from 'vitest';
import { type Heard, type RoomBacklog, roomTopic } from '../../src/chat/index.ts';
import { createPresence } from '../../src/presence/index.ts';
import { createIsolatedPubSub, type OnMissed, type PubSub } from '../../src/pubsub/index.ts';
import { createManualClock, createSequentialIds } from '../../src/telemetry/index.ts';
import type { Outbox } from '../../src/web/outbox.ts';
import { createRoomLanes, type Subscriber } from '../../src/web/room-lanes.ts';

const room = 'den';
const backlog = { messages: [], changed: [] } as unknown as RoomBacklog;

function setUp() {
  const clock = createManualClock();
  const isolated = createIsolatedPubSub((error) => {
    throw error;
  });
  const onMissed = new Map<string, OnMissed | undefined>();
  const pubsub: PubSub = {
    ...isolated,
    subscribe(topic, listener, missed) {
      onMissed.set(topic.name, missed);
      return isolated.subscribe(topic, listener, missed);
    },
  };
  const insiders = new Set<string>();
  const looked: string[][] = [];
  const chat = {
    readInsiders: async () => new Map([[room, insiders]]),
    readMissed: async (heard: ReadonlyMap<string, Heard>) => {
      looked.push([...heard.keys()]);
      return { missed: [], isComplete: true };
    },
  };
  const presence = createPresence({ pubsub, clock, ids: createSequentialIds() });
  const lanes = createRoomLanes({ chat, pubsub, presence, clock });
  const ended: string[] = [];
  const enter = (userId: string) => {
    const subscriber: Subscriber = {
      outbox: { push() {} } as unknown as Outbox,
      requestId: 1,
      userId,
      isInsider: true,
      lastSeq: 0,
      lastChange: 0,
      visibleAfter: 0,
      missed: [],
      hasLeft: false,
      end: () => ended.push(userId),
    };
    const lane = lanes.enter(room, subscriber);
    return { subscriber, lane, attach: () => lane.attach(subscriber, backlog) };
  };
  return {
    clock,
    insiders,
    looked,
    ended,
    enter,
    tellMissed: (upTo?: number) => onMissed.get(roomTopic(room).name)?.(upTo),
    leave: (userId: string) =>
      pubsub.publish(roomTopic(room), { type: 'member.left', userId, username: userId }),
  };
}

test('what the bus lost while somebody came in is looked up once they are in, not at the next look', async () => {
  const { enter, tellMissed, looked } = setUp();
  const { attach } = enter('ada');
  tellMissed(7);
  expect(looked).toEqual([]);
  attach();
  await vi.waitFor(() => expect(looked).toEqual([[room]]));
});

test('when the bus lost something, who may hear no more is let go at once', async () => {
  const { enter, tellMissed, insiders, ended } = setUp();
  for (const name of ['ada', 'bob']) enter(name).attach();
  insiders.add('ada');
  tellMissed();
  await vi.waitFor(() => expect(ended).toEqual(['bob']));
});

test('where not even that was told, who may hear no more is let go after some looks', async () => {
  const { enter, clock, insiders, ended } = setUp();
  for (const name of ['ada', 'bob']) enter(name).attach();
  insiders.add('ada');
  await clock.advance(13_000);
  expect(ended).toEqual(['bob']);
});

test('who left while coming in is told so, and hears nothing; nobody else is', () => {
  const { enter, leave, ended } = setUp();
  const [ada, bob] = [enter('ada'), enter('bob')];
  const cyd = enter('cyd');
  cyd.attach();
  leave('bob');
  leave('cyd');
  expect([ada, bob, cyd].map(({ subscriber }) => subscriber.hasLeft)).toEqual([false, true, false]);
  expect(ended).toEqual(['cyd']);
});
