// Roles and mutes come with the room: whoever comes in knows who looks after it, and hears when that changes.

import type { RoomEvent } from '@parley/shared/events';
import { expect, test, vi } from 'vitest';
import { createMarkReader } from '../../src/chat/marks.ts';
import { listenToRoom } from '../support/room-listener.ts';
import { createWebWorld } from '../support/web.ts';
import { createWorld } from '../support/world.ts';

const joinedOf = (events: readonly RoomEvent[]) =>
  events.flatMap((event) => (event.type === 'room.joined' ? [event.marked] : []));

test('a join tells of owners, moderators and muted members, and of nobody else', async () => {
  await using world = await createWebWorld();
  const [ada, bob, cyd, dan] = [
    await world.signUp('ada'),
    await world.signUp('bob'),
    await world.signUp('cyd'),
    await world.signUp('dan'),
  ];
  const { id: room } = await world.chat.createRoom(ada.scope, {
    slug: 'den',
    visibility: 'public',
  });
  for (const { scope } of [bob, cyd, dan]) await world.chat.joinRoom(scope, 'den');
  await world.chat.setMember(ada.scope, { room, username: 'bob', role: 'moderator' });
  const mutedUntil = '2999-01-01T00:00:00.000Z';
  await world.chat.setMember(ada.scope, { room, username: 'cyd', mutedUntil });
  const listener = listenToRoom(world.live(dan.token), 'den');
  await vi.waitFor(() =>
    expect(joinedOf(listener.events)).toEqual([
      [
        { userId: ada.scope.user.id, role: 'owner', mutedUntil: null },
        { userId: bob.scope.user.id, role: 'moderator', mutedUntil: null },
        { userId: cyd.scope.user.id, role: 'member', mutedUntil },
      ],
    ]),
  );
  // A mute that is over marks nobody.
  await world.repo.sql`
    update memberships set muted_until = now() - interval '1 second' where user_id = ${cyd.scope.user.id}`;
  const later = listenToRoom(world.live(dan.token), 'den');
  await vi.waitFor(() => expect(joinedOf(later.events)).toMatchObject([[{}, {}]]));
});

test('in a room of ten thousand the few are found by an index, and at most a hundred are told', async () => {
  await using world = await createWorld();
  const { sql } = world.repo;
  const ada = await world.signUp('ada');
  const { id: room } = await world.chat.createRoom(ada.scope, {
    slug: 'hall',
    visibility: 'public',
  });
  await sql`
    insert into users (id, username, email, display_name, role, password_hash, created_at, updated_at)
    select gen_random_uuid(), 'crowd' || n, 'crowd' || n || '@example.org', 'crowd', 'member', 'x', now(), now()
    from generate_series(1, 10000) n`;
  await sql`
    insert into memberships (room_id, user_id, role, joined_at)
    select ${room}, id, 'member', now() from users where display_name = 'crowd'`;
  await sql`analyze memberships`;
  const read = createMarkReader(sql);
  expect(await read(room)).toMatchObject([{ userId: ada.scope.user.id, role: 'owner' }]);
  const plan = await sql`
    explain select user_id from memberships
    where room_id = ${room} and (role <> 'member' or muted_until > now())`;
  expect(JSON.stringify(plan)).toContain('memberships_marked_index');
  await sql`update memberships set role = 'moderator' where room_id = ${room} and role = 'member'`;
  const marks = await read(room);
  expect(marks).toHaveLength(100);
  expect(marks[0]).toMatchObject({ role: 'owner' });
});
