// The members of a room larger than a page: all of them, each once.

import { expect, test } from 'vitest';
import { readMembers } from '../../src/api/index.ts';

test('pages are read to the last one', async () => {
  const pages = [['ada', 'bob'], ['cleo', 'dan'], ['eve']];
  const asked: unknown[] = [];
  const query = async ({ room, cursor = '0' }: { room: string; cursor?: string | undefined }) => {
    asked.push([room, cursor]);
    const place = Number(cursor);
    const items = pages[place]!.map((username) => ({ user: { username } }));
    return { items, nextCursor: place + 1 < pages.length ? String(place + 1) : null };
  };
  const members = await readMembers({ listMembers: { query } as never }, 'lobby');
  expect(members.map(({ user }) => user.username)).toEqual(pages.flat());
  expect(asked).toEqual(['0', '1', '2'].map((cursor) => ['lobby', cursor]));
});
