// Addresses of messages: made and read back, and of this server alone.

import { permalinkOf, readPlaceWords } from '@parley/shared/permalinks';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPermalink } from '../../src/router/index.ts';

test('what is made is read back, also where the server has a path', () => {
  for (const base of ['https://chat.example', 'https://chat.example/', 'http://[::1]:4000/p/q']) {
    const link = permalinkOf(base, 'dev-ops', 41);
    expect(readPermalink(link, ['http://other', base])).toEqual({ room: 'dev-ops', seq: 41 });
  }
});

test.each([
  'https://chat.example.evil/rooms/lobby/1',
  'https://chat.example@evil.example/rooms/lobby/1',
  'http://chat.example/rooms/lobby/1',
  'https://chat.example:444/rooms/lobby/1',
  'https://chat.example/posts/lobby',
  'https://chat.example/rooms/lobby/0',
  'https://chat.example/rooms/lobby/1e3',
  'https://chat.example/rooms/../lobby/1',
  'https://chat.example/rooms/%2e%2e/1',
  'lobby/1',
  '',
])('%j is no address of a message there', (written) => {
  expect(readPermalink(written, ['https://chat.example'])).toBeNull();
});

test.each([
  ['#lobby#41', { room: 'lobby', seq: 41 }],
  ['Lobby#41', { room: 'lobby', seq: 41 }],
  ['lobby/41', { room: 'lobby', seq: 41 }],
  ['#lobby', { room: 'lobby', seq: null }],
  [
    '01a20e9c-6cce-703d-94b0-beab653162c3#3',
    { room: '01a20e9c-6cce-703d-94b0-beab653162c3', seq: 3 },
  ],
  ['#lobby#x', null],
  ['two words', null],
  ['-x', null],
])('%j names %j', (written, place) => {
  expect(readPlaceWords(written)).toEqual(place);
});

test('whatever is written, reading it ends and throws nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      readPlaceWords(text);
      readPermalink(text, [text, 'https://a']);
      readPermalink(`https://a/rooms/${text}`, ['https://a']);
    }),
  );
});
