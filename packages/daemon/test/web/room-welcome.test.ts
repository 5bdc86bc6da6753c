// What who comes to a room is told: encoded once for a crowd, and for each what is its own.

import type { Writable } from 'node:stream';
import type { MembershipView, MessageView } from '@parley/shared/chat';
import type { RoomEvent } from '@parley/shared/events';
import { applyPresenceDiff, type PresenceState } from '@parley/shared/presence';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as ws from 'ws';
import type { RoomBacklog } from '../../src/chat/index.ts';
import {
  createPresence,
  type PresenceDiff,
  presenceTopic,
  type Tracking,
} from '../../src/presence/index.ts';
import { createIsolatedPubSub } from '../../src/pubsub/index.ts';
import { createManualClock, createSequentialIds } from '../../src/telemetry/index.ts';
import { presenceChange, presenceState } from '../../src/web/presence-events.ts';
import { createWelcome } from '../../src/web/room-welcome.ts';

const topic = 'room:den';

// Public in `ws`, though its types leave it out.
const { Receiver } = ws as unknown as { Receiver: new (options: object) => Writable };

function setUp() {
  const clock = createManualClock();
  const pubsub = createIsolatedPubSub((error) => {
    throw error;
  });
  const presence = createPresence({ pubsub, clock, ids: createSequentialIds() });
  let listed = 0;
  const counted: typeof presence = {
    ...presence,
    list(...asked) {
      listed += 1;
      return presence.list(...asked);
    },
  };
  return { clock, pubsub, presence, counted, takeListed: () => listed };
}

/** A list that knows how often it was encoded. */
function makeMessages(seqs: readonly number[]) {
  const counter = { encoded: 0 };
  const messages = seqs.map((seq) => ({
    toJSON() {
      counter.encoded += 1;
      return { seq, body: `said ${seq}, "quoted"` };
    },
  })) as unknown as MessageView[];
  return { messages, counter };
}

function makeBacklog(own: Partial<RoomBacklog>): RoomBacklog {
  const room = { id: 'r', slug: 'den' } as RoomBacklog['room'];
  return { room, membership: null, messages: [], gap: null, changed: [], marked: [], ...own };
}

function createListener(options: { requestId?: number; lastSeq?: number } = {}) {
  const frames: Buffer[] = [];
  const { requestId = 1, lastSeq = 9 } = options;
  const sink = { requestId, lastSeq, outbox: { push: (frame: Buffer) => frames.push(frame) } };
  const told = () => {
    const texts: string[] = [];
    const receiver = new Receiver({ isServer: false });
    receiver.on('message', (data: Buffer) => texts.push(data.toString()));
    receiver.write(Buffer.concat(frames));
    return texts.map((text) => JSON.parse(text));
  };
  return { sink: sink as never, frames, told };
}

test('a crowd that comes is told of the same messages and people from one encoding, and each of its own place', async () => {
  const { clock, presence, counted, takeListed } = setUp();
  presence.track(topic, 'ada', { username: 'ada', device: 'laptop' });
  await clock.advance(3_000);
  const welcome = createWelcome(counted, topic);
  const { messages, counter } = makeMessages([8, 9]);
  const changed = [{ seq: 3, body: 'ä'.repeat(40_000) }] as MessageView[];
  const crowd = Array.from({ length: 90 }, (_, place) => {
    const listener = createListener({ requestId: 1 + (place % 3), lastSeq: 9 + (place % 2) });
    const membership = { lastReadSeq: place } as MembershipView;
    welcome.say(listener.sink, makeBacklog({ messages, changed, membership }));
    return listener;
  });
  expect(counter.encoded).toBe(2);
  expect(takeListed()).toBe(1);
  for (const [place, { told }] of crowd.entries()) {
    const [joined, state] = told();
    const id = String(9 + (place % 2));
    const envelope = { id: 1 + (place % 3), result: { type: 'data', id, data: { id } } };
    expect(joined).toMatchObject(envelope);
    expect(joined.result.data.data).toEqual({
      type: 'room.joined',
      ...makeBacklog({ changed, membership: { lastReadSeq: place } as MembershipView }),
      messages: [8, 9].map((seq) => ({ seq, body: `said ${seq}, "quoted"` })),
    });
    expect(state).toMatchObject(envelope);
    expect(state.result.data.data).toEqual(presenceState(presence, topic));
  }
  // Who has the same id and place is told with the very same bytes.
  expect(crowd[6]!.frames[2]).toBe(crowd[0]!.frames[2]);
  // And the messages are there once for all.
  for (const { frames } of crowd) expect(frames[1]).toBe(crowd[0]!.frames[1]);
});

test('who comes after a change hears of it', async () => {
  const { clock, presence, counted } = setUp();
  const welcome = createWelcome(counted, topic);
  const [before, after] = [createListener(), createListener()];
  welcome.say(before.sink, makeBacklog({}));
  presence.track(topic, 'ada', { username: 'ada', device: 'laptop' });
  await clock.advance(3_000);
  welcome.forgetPresence();
  welcome.say(after.sink, makeBacklog({ changed: makeMessages([3]).messages }));
  const people = ({ told }: typeof before) => Object.keys(told()[1].result.data.data.state);
  expect(people(before)).toEqual([]);
  expect(people(after)).toEqual(['ada']);
  const [joined] = after.told();
  expect(joined.result.data.data.changed).toEqual([{ seq: 3, body: 'said 3, "quoted"' }]);
});

test('a client that counts its requests up without end does not have a frame kept for each', () => {
  const { counted, takeListed } = setUp();
  const welcome = createWelcome(counted, topic);
  for (let requestId = 1; requestId <= 1_000; requestId += 1) {
    welcome.say(createListener({ requestId }).sink, makeBacklog({}));
  }
  expect(takeListed()).toBe(10);
});

type PresenceEvent = Extract<RoomEvent, { type: 'presence.state' | 'presence.diff' }>;

const refsOf = (entry: PresenceState[string] | undefined) =>
  (entry?.metas ?? [])
    .map(({ ref }) => ref)
    .sort()
    .join(' ');

const step = fc.record({
  do: fc.constantFrom('come', 'come', 'go', 'look', 'wait'),
  many: fc.constantFrom(1, 30, 90, 130, 300),
  from: fc.nat(1_000),
});

test('however many come, go and change at once: nobody is known who is not there, who was known whole is, and the number is right', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 10 }), async (steps) => {
      const { clock, pubsub, presence } = setUp();
      let known: PresenceState = {};
      let before: PresenceState = {};
      pubsub.subscribe(presenceTopic(topic), (diff) => {
        const event = presenceChange(presence, topic, diff) as PresenceEvent;
        const wasWhole = (key: string) => refsOf(known[key]) === refsOf(before[key]);
        const whole = new Set(Object.keys(known).filter(wasWhole));
        known = event.type === 'presence.state' ? event.state : applyPresenceDiff(known, event);
        before = presence.list(topic);
        expect(event.count).toBe(presence.count(topic));
        for (const key of Object.keys(known)) {
          expect(Object.keys(before)).toContain(key);
          if (whole.has(key)) expect(refsOf(known[key])).toBe(refsOf(before[key]));
          for (const { ref } of known[key]!.metas) expect(refsOf(before[key])).toContain(ref);
        }
      });
      const people: Tracking[] = [];
      for (const { do: what, many, from } of steps) {
        const start = from % Math.max(1, people.length);
        if (what === 'come') {
          for (let index = 0; index < many; index += 1) {
            // Keys in no order, some people with several devices.
            const key = `person ${((people.length + from) * 7_919) % 1_009}`;
            people.push(presence.track(topic, key, { username: key, device: '' }));
          }
        } else if (what === 'go') {
          for (const tracking of people.splice(start, many)) tracking.end();
        } else if (what === 'look') {
          const seen = people.slice(start, start + many);
          const look = { idleSince: `since ${from}` };
          people.splice(start, many, ...seen.map((tracking) => tracking.update(look)));
        } else {
          await clock.advance(70);
        }
      }
      await clock.advance(5_000);
    }),
    { numRuns: 40 },
  );
});

test('a crowd that comes into a large room is its number and whom a state would name', async () => {
  const { clock, pubsub, presence } = setUp();
  const come = (name: string, many: number) => {
    for (let index = 0; index < many; index += 1) {
      presence.track(topic, `${name} ${index}`, { username: name, device: 'laptop' });
    }
  };
  come('m', 1_000);
  await clock.advance(3_000);
  const diffs: PresenceDiff[] = [];
  pubsub.subscribe(presenceTopic(topic), (diff) => diffs.push(diff));
  come('z', 2_000);
  come('a', 2);
  await clock.advance(3_000);
  expect(diffs).toHaveLength(1);
  const event = presenceChange(presence, topic, diffs[0]!);
  expect(event).toMatchObject({ type: 'presence.diff', leaves: {}, count: 3_002 });
  expect(Object.keys((event as { joins: PresenceState }).joins)).toEqual(['a 0', 'a 1']);
});
