// The gate for deliveries: nothing a server sends can throw, and what passes is well-formed.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { reduceRooms } from '../../src/stores/rooms.ts';
import { parseRoomEvent } from '../../src/stores/wire-events.ts';
import { parsePostEvent } from '../../src/stores/wire-posts.ts';
import { viewMessage, viewRoom } from '../support/chat-views.ts';

const types = [
  'room.joined',
  'presence.state',
  'presence.diff',
  'message.created',
  'typing',
  'room.updated',
];
const anything = fc.oneof(
  fc.anything(),
  fc.record(
    {
      type: fc.constantFrom(...types),
      room: fc.anything(),
      messages: fc.anything(),
      state: fc.anything(),
      seq: fc.anything(),
      joins: fc.anything(),
    },
    { requiredKeys: ['type'] },
  ),
);

test('no delivery throws, alone or in an envelope, and every room survives it', () => {
  fc.assert(
    fc.property(anything, (delivery) => {
      for (const form of [delivery, { id: '1', data: delivery }]) {
        parsePostEvent(form);
        const event = parseRoomEvent(form);
        if (event === undefined) continue;
        const input = { type: 'wire', event, now: 0, myId: null } as const;
        reduceRooms(new Map(), { type: 'room', roomId: '__proto__', input });
      }
    }),
  );
});

test('one bad message does not cost the others, nor one bad presence', () => {
  const id = '00000000-0000-4000-8000-000000000001';
  const author = { id, username: 'ada', displayName: '' };
  const message = viewMessage(1, { id, roomId: id, author, body: 'x'.repeat(100_000) });
  const room = viewRoom({ id, lastSeq: 1, lastMain: 1 });
  const joined = parseRoomEvent({
    id: '1',
    data: {
      type: 'room.joined',
      room,
      membership: null,
      messages: [{}, message, null],
      gap: null,
      changed: [],
    },
  });
  expect(joined).toMatchObject({ messages: [{ seq: 1 }] });
  expect(joined?.type === 'room.joined' && joined.messages[0]?.body.length).toBe(16_384);
  const state = JSON.parse(
    `{"__proto__": {"metas": []}, "a": {"metas": 7}, "b": {"metas": [{"ref": "r", "onlineAt": "", "device": "", "username": "bob"}]}}`,
  );
  const presence = parseRoomEvent({ type: 'presence.state', state });
  expect(presence?.type === 'presence.state' && Object.keys(presence.state)).toEqual(['b']);
});
