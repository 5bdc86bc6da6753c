// Field rules say what is wrong in words of ours, also of what is missing.

import { expect, test } from 'vitest';
import { archiveRoomInput, followThreadInput, updateRoomInput } from '../src/chat.ts';
import { setIdleInput } from '../src/presence.ts';

test('yes or no is asked for in words, whether it is missing or something else', () => {
  const problems = [
    archiveRoomInput.safeParse({ room: 'lobby' }),
    followThreadInput.safeParse({
      messageId: '00000000-0000-7000-8000-000000000001',
      isFollowing: 'on',
    }),
    updateRoomInput.safeParse({ room: 'lobby', isReadOnly: 1 }),
    setIdleInput.safeParse({ idle: null }),
  ].map(({ error }) => error?.issues.map(({ message }) => message));
  const other = ['must be true or false'];
  expect(problems).toEqual([["can't be left out"], other, other, other]);
});
