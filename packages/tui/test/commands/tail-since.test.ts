// Where following begins, as it is written: for all rooms, or for each its own.

import type { RoomListItem } from '@parley/shared/chat';
import { expect, test } from 'vitest';
import { matchBeginnings, readBeginnings } from '../../src/commands/tail-since.ts';

const people = (...names: string[]) => names.map((username) => ({ username }));
const rooms = [
  { id: 'id-lobby', slug: 'lobby', kind: 'channel', people: [] },
  { id: 'id-dev', slug: 'dev', kind: 'channel', people: [] },
  { id: 'id-talk', slug: 'd-1', kind: 'direct', people: people('ada', 'bob') },
] as unknown as RoomListItem[];
const words = ['#Lobby', 'dev', '@bob,@ada'];

const begin = (since: string | undefined) => {
  const afterOf = matchBeginnings(readBeginnings(since, words), { words, rooms });
  return rooms.map(({ id }) => afterOf(id));
};

test.each([
  [undefined, [null, null, null]],
  ['all', [0, 0, 0]],
  ['lobby:41', [41, null, null]],
  ['#LOBBY:41,dev:0', [41, 0, null]],
  ['id-dev:7, id-talk:9', [null, 7, 9]],
  // As it was written, and as its lines call it.
  ['@bob,@ada:3,lobby:4', [4, null, 3]],
  ['lobby:4,@ada,@bob:3', [4, null, 3]],
])('%s', (since, expected) => {
  expect(begin(since)).toEqual(expected);
});

test.each([
  ['41', 'of several'],
  ['x', 'whole number'],
  ['lobby:', 'ROOM:SEQ'],
  ['lobby:4,dev', 'ROOM:SEQ'],
  [':4', 'ROOM:SEQ'],
  ['lobby:99999999999999999', 'whole number'],
  ['other:4', 'other'],
  ['__proto__:4', '__proto__'],
])('%s is a mistake, and says which', (since, word) => {
  expect(() => begin(since)).toThrow(word);
});
