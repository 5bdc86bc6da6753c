// The channel of activity while its list of rooms is read: what happens meanwhile holds, not what was read before it.

import { expect, test, vi } from 'vitest';
import type { UserScope } from '../../src/accounts/index.ts';
import { type Chat, roomTopic, userTopic } from '../../src/chat/index.ts';
import { createIsolatedPubSub, type OnMissed, type PubSub } from '../../src/pubsub/index.ts';
import { createManualClock } from '../../src/telemetry/index.ts';
import { createActivityChannel } from '../../src/web/channel-activity.ts';
import type { Subscription } from '../../src/web/subscription.ts';

const ada = { user: { id: 'ada', username: 'ada', role: 'member' } } as unknown as UserScope;

/** A channel over a chat whose list of rooms is answered by hand. */
function setUp() {
  const isolated = createIsolatedPubSub((error) => {
    throw error;
  });
  const listened = new Set<string>();
  const onMissed = new Map<string, OnMissed | undefined>();
  const pubsub: PubSub = {
    ...isolated,
    subscribe(topic, listener, missed) {
      listened.add(topic.name);
      onMissed.set(topic.name, missed);
      const stop = isolated.subscribe(topic, listener, missed);
      return () => {
        listened.delete(topic.name);
        stop();
      };
    },
  };
  const reads: ((roomIds: string[]) => void)[] = [];
  const chat = {
    listRoomIds: () => new Promise<string[]>((resolve) => reads.push(resolve)),
  } as unknown as Chat;
  const channel = createActivityChannel({ chat, pubsub, clock: createManualClock() });
  const socket = { outbox: { push() {} }, scope: ada };
  const join = () => channel.join(ada, { socket, requestId: 1 } as unknown as Subscription);
  /** Answers the reading that has waited longest. */
  const answer = async (roomIds: string[]) => {
    await vi.waitFor(() => expect(reads).not.toHaveLength(0));
    reads.shift()!(roomIds);
  };
  return {
    join,
    answer,
    tell: (event: { type: 'room.entered' | 'room.gone'; roomId: string }) =>
      pubsub.publish(userTopic('ada'), event),
    tellMissed: () => onMissed.get(userTopic('ada').name)?.(undefined),
    hears: (roomId: string) => listened.has(roomTopic(roomId).name),
  };
}

test('a room that one enters while the list is read stays heard, one that one leaves does not', async () => {
  const { join, answer, tell, hears } = setUp();
  const joined = join();
  tell({ type: 'room.entered', roomId: 'new' });
  tell({ type: 'room.gone', roomId: 'old' });
  await answer(['old', 'kept']);
  await answer(['new', 'kept']);
  await joined;
  expect({ old: hears('old'), kept: hears('kept'), new: hears('new') }).toEqual({
    old: false,
    kept: true,
    new: true,
  });
});

test('when the bus lost something twice, the list that was read first does not hold', async () => {
  const { join, answer, tellMissed, hears } = setUp();
  const joined = join();
  await answer([]);
  await joined;
  tellMissed();
  tellMissed();
  await answer([]);
  await answer(['new']);
  await answer(['new']);
  await vi.waitFor(() => expect(hears('new')).toBe(true));
});
