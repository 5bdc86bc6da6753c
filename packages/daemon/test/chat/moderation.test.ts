// People in rooms: roles, invites, kicks, bans, mutes, slow and read-only rooms, and what is purged.

import type { MemberRole } from '@parley/shared/chat';
import type { DomainError } from '@parley/shared/errors';
import { limits } from '@parley/shared/limits';
import { expect, test, vi } from 'vitest';
import { createAccess } from '../../src/chat/access.ts';
import { createEntrance } from '../../src/chat/entrance.ts';
import { roomTopic, userTopic } from '../../src/chat/events.ts';
import { createChat } from '../../src/chat/index.ts';
import { createMembers } from '../../src/chat/members.ts';
import { createPeople } from '../../src/chat/people.ts';
import type { RoomAction, RoomNature } from '../../src/chat/policy.ts';
import { roomPolicy } from '../../src/chat/policy.ts';
import type { Repo } from '../../src/repo/index.ts';
import { createManualClock } from '../../src/telemetry/index.ts';
import { listenToRoom } from '../support/room-listener.ts';
import { createWebWorld } from '../support/web.ts';
import { createWorld, type World } from '../support/world.ts';

type Person = Awaited<ReturnType<World['signUp']>>;

async function createCast(world: World, visibility: 'public' | 'private' = 'private') {
  const admin = await world.signUp('root');
  const [owner, moderator, member, outsider] = [
    await world.signUp('olga'),
    await world.signUp('mona'),
    await world.signUp('max'),
    await world.signUp('otto'),
  ];
  await world.chat.createRoom(owner.scope, { slug: 'den', visibility });
  for (const username of ['mona', 'max']) {
    await world.chat.inviteMember(owner.scope, { room: 'den', username });
  }
  await world.chat.setMember(owner.scope, { room: 'den', username: 'mona', role: 'moderator' });
  return { admin, owner, moderator, member, outsider };
}

const send = (world: World, { scope }: Person, body: string, room = 'den') =>
  world.chat.sendMessage(scope, { room, body, clientId: world.ids.uuid() });

test('the table of rights holds for every action, actor and kind of room', async () => {
  for (const visibility of ['public', 'private'] as const) {
    await using world = await createWorld();
    const cast = await createCast(world, visibility);
    const { chat } = world;
    const room = 'den';
    const deeds: Partial<Record<RoomAction, (person: Person) => Promise<unknown>>> = {
      see: ({ scope }) => chat.getRoom(scope, room),
      read: ({ scope }) => chat.listMessages(scope, { room }),
      list_members: ({ scope }) => chat.listMembers(scope, { room }),
      manage_invites: ({ scope }) => chat.listRoomInvites(scope, room),
      moderate: ({ scope }) => chat.listBans(scope, room),
      update: ({ scope }) => chat.updateRoom(scope, { room, topic: 'x' }),
      archive: ({ scope }) => chat.archiveRoom(scope, room, false),
      async set_visibility({ scope }) {
        const other = visibility === 'public' ? 'private' : 'public';
        await chat.updateRoom(scope, { room, visibility: other });
        await world.repo.sql`update rooms set visibility = ${visibility} where slug = ${room}`;
      },
      set_role: ({ scope }) => chat.setMember(scope, { room, username: 'max', role: 'member' }),
      send: (person) => send(world, person, 'x'),
    };
    const actors = {
      owner: cast.owner,
      moderator: cast.moderator,
      member: cast.member,
      outsider: cast.outsider,
      keeper: cast.admin,
    };
    for (const [action, deed] of Object.entries(deeds)) {
      const allowed: readonly string[] = roomPolicy[action as RoomAction][visibility as RoomNature];
      for (const [actor, person] of Object.entries(actors)) {
        const isKeeper = actor === 'keeper';
        const can = allowed.includes(actor) || (isKeeper && allowed.includes('outsider'));
        const outcome = await deed(person).then(
          () => 'done',
          (error: DomainError) => {
            // Who may is said, and what to do about it.
            expect(error.message).toMatch(/There is no room|Join #den first|Ask one of them/);
            return error.code;
          },
        );
        const refusal =
          visibility === 'private' && (actor === 'outsider' || isKeeper)
            ? 'not_found'
            : 'forbidden';
        expect(`${visibility} ${action} ${actor}: ${outcome}`).toBe(
          `${visibility} ${action} ${actor}: ${can ? 'done' : refusal}`,
        );
      }
    }
  }
});

test('who is put out, kept out or brought in hears by whom and why; the others hear by whom', async () => {
  await using world = await createWorld();
  const { owner, moderator, member } = await createCast(world);
  const { chat, pubsub } = world;
  const room = await chat.getRoom(owner.scope, 'den');
  const mine: unknown[] = [];
  const all: unknown[] = [];
  pubsub.subscribe(userTopic(member.scope.user.id), (event) => mine.push(event));
  pubsub.subscribe(roomTopic(room.id), (event) => all.push(event));
  const who = { room: 'den', username: 'max' };
  await chat.removeMember(moderator.scope, who);
  await chat.inviteMember(moderator.scope, who);
  const until = new Date(Date.now() + 60_000).toISOString();
  await chat.banMember(moderator.scope, { ...who, reason: 'Too loud', until });
  await chat.unbanMember(moderator.scope, who);
  await chat.inviteMember(owner.scope, who);
  await chat.leaveRoom(member.scope, 'den');
  const roomId = room.id;
  await vi.waitFor(() =>
    expect(mine).toEqual([
      { type: 'room.gone', roomId, putOut: { by: 'mona' } },
      { type: 'room.entered', roomId, by: 'mona' },
      { type: 'room.gone', roomId, putOut: { by: 'mona', ban: { reason: 'Too loud', until } } },
      { type: 'room.entered', roomId, by: 'olga' },
      { type: 'room.gone', roomId },
    ]),
  );
  const left = { type: 'member.left', userId: member.scope.user.id, username: 'max' };
  await vi.waitFor(() => expect(all).toHaveLength(5));
  expect(all.filter((event) => (event as { type: string }).type === 'member.left')).toEqual([
    { ...left, by: 'mona' },
    { ...left, by: 'mona' },
    left,
  ]);
});

test('the last owner goes only when the room is empty or archived, also of two who go at once', async () => {
  await using world = await createWorld();
  const { owner, member } = await createCast(world);
  const { chat } = world;
  await expect(chat.leaveRoom(owner.scope, 'den')).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('Make somebody else an owner first'),
  });
  await chat.setMember(owner.scope, { room: 'den', username: 'max', role: 'owner' });
  const both = await Promise.allSettled([
    chat.leaveRoom(owner.scope, 'den'),
    chat.leaveRoom(member.scope, 'den'),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const last = both[0].status === 'rejected' ? owner : member;
  await chat.archiveRoom(last.scope, 'den', true);
  await chat.leaveRoom(last.scope, 'den');
  await chat.createRoom(owner.scope, { slug: 'alone', visibility: 'private' });
  await chat.leaveRoom(owner.scope, 'alone');
});

test('who may not write is typing for nobody', async () => {
  await using world = await createWorld();
  const { owner, moderator, member } = await createCast(world);
  const { chat, pubsub } = world;
  const room = await chat.getRoom(owner.scope, 'den');
  const typists: string[] = [];
  pubsub.subscribe(roomTopic(room.id), (event) => {
    if (event.type === 'typing') typists.push(event.user.username);
  });
  await chat.updateRoom(owner.scope, { room: 'den', isReadOnly: true });
  await chat.sendTyping(member.scope, 'den');
  await chat.sendTyping(moderator.scope, 'den');
  await vi.waitFor(() => expect(typists).toEqual(['mona']));
});

test('row 36: who is put out hears and reads nothing more, also with an old cursor', async () => {
  await using world = await createWebWorld();
  const { owner, member } = await createCast(world);
  await send(world, owner, 'one');
  const listener = listenToRoom(world.live(member.token), 'den');
  await vi.waitFor(() => expect(listener.seqs()).toEqual([1]));
  await world.chat.removeMember(owner.scope, { room: 'den', username: 'max' });
  await send(world, owner, 'two');
  await vi.waitFor(() => expect(listener.isComplete).toBe(true));
  expect(listener.seqs()).toEqual([1]);
  const again = listenToRoom(world.live(member.token), 'den', '1');
  await vi.waitFor(() => expect(again.error).toBeDefined());
  await expect(world.chat.listMessages(member.scope, { room: 'den' })).rejects.toMatchObject({
    code: 'not_found',
  });
});

test('row 38: a newcomer to a private room sees nothing of its past, nor of changes to it', async () => {
  await using world = await createWebWorld();
  const { owner, outsider } = await createCast(world);
  const old = await send(world, owner, 'before');
  await world.chat.inviteMember(owner.scope, { room: 'den', username: 'otto' });
  const listener = listenToRoom(world.live(outsider.token), 'den');
  await vi.waitFor(() => expect(listener.types()).toContain('presence.state'));
  await world.chat.editMessage(owner.scope, { id: old.id, body: 'secret' });
  await world.chat.sendMessage(owner.scope, {
    room: 'den',
    body: 'after',
    clientId: 'q',
    replyTo: old.id,
  });
  await vi.waitFor(() => expect(listener.seqs()).toEqual([2]));
  expect(JSON.stringify(listener.events)).not.toMatch(/before|secret/);
  const page = await world.chat.listMessages(outsider.scope, { room: 'den', after: 0 });
  expect(page).toMatchObject({ items: [{ seq: 2, quote: null }], hasBefore: false });
  const react = world.chat.addReaction(outsider.scope, { messageId: old.id, emoji: '👍' });
  await expect(react).rejects.toMatchObject({ code: 'not_found' });
  const quote = world.chat.sendMessage(outsider.scope, {
    room: 'den',
    body: 'x',
    clientId: 'x',
    replyTo: old.id,
  });
  await expect(quote).rejects.toMatchObject({ fields: { replyTo: expect.anything() } });
});

test('a public room that hides its past hides it also from who is not in it, and from who goes out', async () => {
  await using world = await createWorld();
  const { chat } = world;
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  await chat.createRoom(ada.scope, { slug: 'open', visibility: 'public' });
  await chat.updateRoom(ada.scope, { room: 'open', showsPast: false });
  const say = (body: string, more: object = {}) =>
    chat.sendMessage(ada.scope, { room: 'open', body, clientId: body, ...more });
  const { id } = await say('secret one');
  await say('secret reply', { threadId: id });
  await chat.pinMessage(ada.scope, id);
  const seen = async () => {
    while ((await chat.indexMessages()) > 0);
    const { id: roomId } = await chat.getRoom(bob.scope, 'open');
    return [
      (await chat.listMessages(bob.scope, { room: 'open' })).items.map(({ body }) => body),
      (await chat.listMessages(bob.scope, { room: 'open', around: 1 })).items.map(
        ({ body }) => body,
      ),
      (await chat.searchMessages(bob.scope, { query: 'secret' })).items,
      await chat.listPins(bob.scope, 'open'),
      (await chat.readBacklog(bob.scope, roomId, 0)).backlog.messages.map(({ body }) => body),
    ];
  };
  expect(await seen()).toEqual([[], [], [], [], []]);
  await expect(chat.listThread(bob.scope, { messageId: id })).rejects.toThrow('no such message');
  await expect(chat.listEdits(bob.scope, id)).rejects.toThrow('no such message');
  await chat.joinRoom(bob.scope, 'open');
  await say('heard');
  expect(await seen()).toEqual([['heard'], ['heard'], [], [], ['heard']]);
  await chat.leaveRoom(bob.scope, 'open');
  expect(await seen()).toEqual([[], [], [], [], []]);
  await chat.updateRoom(ada.scope, { room: 'open', showsPast: true });
  expect((await seen()).map(({ length }) => length)).toEqual([3, 3, 2, 1, 3]);
});

test('who is banned stays out, by whatever door, until the ban is over or lifted', async () => {
  const clock = createManualClock(new Date());
  await using world = await createWorld({ clock });
  const { owner, member } = await createCast(world, 'public');
  const until = new Date(clock.now().getTime() + 60_000).toISOString();
  await world.chat.banMember(owner.scope, { room: 'den', username: 'max', reason: 'spam', until });
  expect(await world.chat.listBans(owner.scope, 'den')).toMatchObject([
    { user: { username: 'max' }, reason: 'spam', until },
  ]);
  const join = () => world.chat.joinRoom(member.scope, 'den');
  const { code } = await world.chat.createRoomInvite(owner.scope, { room: 'den', maxUses: 1 });
  const end = until.slice(0, 16).replace('T', ' ');
  await expect(join()).rejects.toMatchObject({
    code: 'forbidden',
    message: `You are banned from this room until ${end} UTC: spam`,
  });
  await expect(world.chat.joinByInvite(member.scope, code)).rejects.toMatchObject({
    code: 'forbidden',
  });
  const invite = world.chat.inviteMember(owner.scope, { room: 'den', username: 'max' });
  await expect(invite).rejects.toMatchObject({ fields: { username: expect.anything() } });
  await clock.advance(61_000);
  await join();
  await world.chat.banMember(owner.scope, { room: 'den', username: 'max' });
  await expect(join()).rejects.toMatchObject({ message: 'You are banned from this room.' });
  await world.chat.unbanMember(owner.scope, { room: 'den', username: 'max' });
  await join();
});

test('a ban that is laid down while somebody comes in keeps them out all the same', async () => {
  await using world = await createWorld();
  const { owner, outsider } = await createCast(world, 'public');
  const { sql } = world.repo;
  const { id: roomId } = await world.chat.getRoom(owner.scope, 'den');
  const joined = Promise.withResolvers<unknown>();
  await sql.begin(async (tx) => {
    // Whoever comes in waits for the row of the room, and asks for bans afterwards.
    await tx`select 1 from rooms where id = ${roomId} for update`;
    world.chat.joinRoom(outsider.scope, 'den').then(joined.resolve, joined.resolve);
    await vi.waitFor(async () => {
      const waiting = await sql`
        select 1 from pg_stat_activity where wait_event_type = 'Lock'
          and datname = current_database() and query like '%from rooms where id%'`;
      expect(waiting).toHaveLength(1);
    }, 20_000);
    await tx`
      insert into room_bans (room_id, user_id, reason, created_at)
      values (${roomId}, ${outsider.scope.user.id}, 'enough', now())`;
  });
  expect(await joined.promise).toMatchObject({
    code: 'forbidden',
    message: 'You are banned from this room: enough',
  });
  const { membership } = await world.chat.getRoom(outsider.scope, 'den');
  expect(membership).toBeNull();
});

test('nobody has a say over those above; a room keeps an owner, also when two step down at once', async () => {
  await using world = await createWorld();
  const { owner, moderator, member } = await createCast(world);
  const kick = (by: Person, username: string) =>
    world.chat.removeMember(by.scope, { room: 'den', username });
  await expect(kick(moderator, 'olga')).rejects.toMatchObject({ code: 'forbidden' });
  await expect(kick(member, 'mona')).rejects.toMatchObject({ code: 'forbidden' });
  const setRole = (by: Person, username: string, role: 'member' | 'owner') =>
    world.chat.setMember(by.scope, { room: 'den', username, role });
  await expect(setRole(owner, 'olga', 'member')).rejects.toMatchObject({
    fields: { role: expect.anything() },
  });
  await setRole(owner, 'mona', 'owner');
  const outcomes = await Promise.allSettled([
    setRole(owner, 'olga', 'member'),
    setRole(moderator, 'mona', 'member'),
  ]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('muted, slow, read-only and archived rooms say why one cannot write, and when one can', async () => {
  const clock = createManualClock(new Date());
  await using world = await createWorld({ clock });
  const { owner, member } = await createCast(world);
  const later = new Date(clock.now().getTime() + 60_000).toISOString();
  await world.chat.setMember(owner.scope, { room: 'den', username: 'max', mutedUntil: later });
  await expect(send(world, member, 'x')).rejects.toMatchObject({
    message: expect.stringContaining(later),
  });
  await clock.advance(61_000);
  await send(world, member, 'x');
  await world.chat.updateRoom(owner.scope, { room: 'den', slowModeSeconds: 30 });
  await expect(send(world, member, 'y')).rejects.toMatchObject({ code: 'limited', retryAfter: 30 });
  await send(world, owner, 'owners do not wait');
  await clock.advance(31_000);
  await send(world, member, 'y');
  await world.chat.updateRoom(owner.scope, { room: 'den', isReadOnly: true, slowModeSeconds: 0 });
  await expect(send(world, member, 'z')).rejects.toMatchObject({ code: 'forbidden' });
  await send(world, owner, 'z');
  await world.chat.archiveRoom(owner.scope, 'den', true);
  await expect(send(world, owner, 'z')).rejects.toMatchObject({
    message: expect.stringContaining('archived'),
  });
  expect((await world.chat.listMessages(member.scope, { room: 'den' })).items).toHaveLength(4);
});

test('in a slow room one of many messages at once is sent, through whatever daemon, by whatever name', async () => {
  const clock = createManualClock(new Date());
  await using world = await createWorld({ clock });
  const { owner, member } = await createCast(world);
  const other = createChat(world);
  const { id } = await world.chat.updateRoom(owner.scope, { room: 'den', slowModeSeconds: 30 });
  const sendAll = (clientIds: readonly string[]) =>
    Promise.allSettled(
      clientIds.map((clientId, index) =>
        (index % 2 ? other : world.chat).sendMessage(member.scope, {
          room: index % 3 ? 'den' : id,
          body: clientId,
          clientId,
        }),
      ),
    );
  for (const round of ['a', 'b']) {
    const sent = await sendAll(Array.from({ length: 12 }, (_, index) => `${round}${index}`));
    expect(sent.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of sent) {
      if (one.status === 'rejected') {
        expect(one.reason).toMatchObject({ code: 'limited', retryAfter: 30 });
      }
    }
    await clock.advance(31_000);
  }
  // What is sent again is no other message.
  const again = await sendAll(Array.from({ length: 6 }, () => 'c'));
  expect(new Set(again.map((one) => one.status === 'fulfilled' && one.value.seq))).toEqual(
    new Set([3]),
  );
  await clock.advance(31_000);
  // A turn is not lost to what is refused.
  const lost = { room: 'den', body: 'd', clientId: 'd', replyTo: world.ids.uuid() };
  await expect(world.chat.sendMessage(member.scope, lost)).rejects.toThrow('no message');
  await send(world, member, 'e');
});

test('row 47: an invite lets in as many as it says, of many at once, and never after its time', async () => {
  const clock = createManualClock(new Date());
  await using world = await createWorld({ clock });
  const { owner, moderator } = await createCast(world);
  const people = await Promise.all(Array.from({ length: 20 }, (_, i) => world.signUp(`guest${i}`)));
  const one = await world.chat.createRoomInvite(owner.scope, { room: 'den', maxUses: 1 });
  const attempts = await Promise.allSettled(
    people.map(({ scope }) => world.chat.joinByInvite(scope, one.code)),
  );
  expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const rest = people.filter((_, index) => attempts[index]!.status === 'rejected');
  const use = (code: string) => world.chat.joinByInvite(rest[0]!.scope, code);
  const gone = { code: 'not_found' };
  const many = await world.chat.createRoomInvite(moderator.scope, { room: 'den' });
  const stored = await world.repo
    .sql`select 1 from room_invites where hash = ${Buffer.from(many.code)}`;
  expect(stored).toHaveLength(0);
  // What its maker may no longer do, the link does not do.
  await world.chat.setMember(owner.scope, { room: 'den', username: 'mona', role: 'member' });
  await expect(use(many.code)).rejects.toMatchObject(gone);
  await world.chat.setMember(owner.scope, { room: 'den', username: 'mona', role: 'moderator' });
  await world.chat.revokeRoomInvite(owner.scope, many.id);
  await expect(use(many.code)).rejects.toMatchObject(gone);
  const brief = await world.chat.createRoomInvite(owner.scope, { room: 'den' });
  await clock.advance(8 * 86_400_000);
  await expect(use(brief.code)).rejects.toMatchObject(gone);
  await expect(use('inv_nonsense')).rejects.toMatchObject(gone);
});

test('a room found by the slug it had once; nobody else may take that slug', async () => {
  await using world = await createWorld();
  const { owner, member } = await createCast(world);
  await world.chat.updateRoom(owner.scope, { room: 'den', slug: 'cave', topic: 'dark' });
  expect(await world.chat.getRoom(member.scope, 'den')).toMatchObject({
    slug: 'cave',
    topic: 'dark',
  });
  const taken = world.chat.createRoom(member.scope, { slug: 'den', visibility: 'public' });
  await expect(taken).rejects.toMatchObject({ fields: { slug: ['has already been taken'] } });
  await world.chat.updateRoom(owner.scope, { room: 'cave', slug: 'den' });
  expect(await world.chat.getRoom(member.scope, 'cave')).toMatchObject({ slug: 'den' });
});

test('a direct room is the same for the same people, whoever opens it, and for nobody else', async () => {
  await using world = await createWorld();
  const [ada, bob, cyd] = [
    await world.signUp('ada'),
    await world.signUp('bob'),
    await world.signUp('cyd'),
  ];
  const ids = await Promise.all([
    world.chat.openDirect(ada.scope, ['bob']),
    world.chat.openDirect(bob.scope, ['Ada', 'ada']),
    world.chat.openDirect(ada.scope, ['bob', 'ada']),
  ]);
  expect(new Set(ids).size).toBe(1);
  const [room] = ids;
  expect(await world.chat.getRoom(ada.scope, room)).toMatchObject({
    kind: 'direct',
    people: [{ username: 'bob' }],
  });
  await send(world, ada, 'psst', room);
  await expect(world.chat.getRoom(cyd.scope, room)).rejects.toMatchObject({ code: 'not_found' });
  const invite = world.chat.inviteMember(ada.scope, { room, username: 'cyd' });
  await expect(invite).rejects.toMatchObject({ code: 'forbidden' });
  expect(await world.chat.openDirect(ada.scope, ['bob', 'cyd'])).not.toBe(room);
  await expect(world.chat.openDirect(ada.scope, ['zoe'])).rejects.toMatchObject({
    fields: { usernames: ['names nobody: zoe'] },
  });
  await expect(world.chat.openDirect(ada.scope, ['ada'])).rejects.toMatchObject({
    code: 'invalid',
  });
});

test('a direct talk that was put away is back with the next word in it, or when it is opened again', async () => {
  await using world = await createWebWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const room = await world.chat.openDirect(ada.scope, ['bob']);
  await send(world, ada, 'psst', room);
  const told: string[] = [];
  world.pubsub.subscribe(userTopic(bob.scope.user.id), ({ type }) => told.push(type));
  const isListed = async () =>
    (await world.chat.listRooms(bob.scope)).some(({ id }) => id === room);
  const putAway = () => world.chat.leaveRoom(bob.scope, room);
  await putAway();
  expect(await isListed()).toBe(false);
  expect(await world.chat.listActivity(bob.scope)).toEqual([]);
  expect(await world.chat.getRoom(ada.scope, room)).toMatchObject({
    people: [{ username: 'bob' }],
  });
  await send(world, ada, 'are you there?', room);
  expect(await isListed()).toBe(true);
  expect(await world.chat.getRoom(bob.scope, room)).toMatchObject({ unread: 1 });
  await putAway();
  expect(await world.chat.openDirect(ada.scope, ['bob'])).toBe(room);
  // Whoever only reads in it leaves it where it is, and makes none.
  expect(await world.chat.findDirect(bob.scope, ['ADA'])).toBe(room);
  const cyd = await world.signUp('cyd');
  for (const names of [['ada'], ['bob'], ['ada', 'bob']]) {
    const asked = () => world.chat.findDirect(cyd.scope, names);
    await expect(asked()).rejects.toMatchObject({ code: 'not_found' });
  }
  expect(await world.repo.sql`select 1 from rooms where kind = 'direct'`).toHaveLength(1);
  expect(await isListed()).toBe(false);
  expect(await world.chat.openDirect(bob.scope, ['ada'])).toBe(room);
  expect(await isListed()).toBe(true);
  await vi.waitFor(() => expect(told).toEqual(['room.hidden', 'room.hidden', 'room.entered']));
});

test('who goes out muted comes in muted, however they went', async () => {
  const clock = createManualClock(new Date());
  await using world = await createWorld({ clock });
  const { owner, member } = await createCast(world, 'public');
  const until = new Date(clock.now().getTime() + 60_000).toISOString();
  const mute = () =>
    world.chat.setMember(owner.scope, { room: 'den', username: 'max', mutedUntil: until });
  await mute();
  await world.chat.leaveRoom(member.scope, 'den');
  await world.chat.joinRoom(member.scope, 'den');
  await expect(send(world, member, 'x')).rejects.toMatchObject({ code: 'forbidden' });
  await world.chat.removeMember(owner.scope, { room: 'den', username: 'max' });
  await world.chat.joinRoom(member.scope, 'den');
  await expect(send(world, member, 'x')).rejects.toMatchObject({ code: 'forbidden' });
  await world.chat.leaveRoom(member.scope, 'den');
  await clock.advance(61_000);
  await world.chat.joinRoom(member.scope, 'den');
  await send(world, member, 'x');
  await world.chat.leaveRoom(member.scope, 'den');
  await world.chat.joinRoom(member.scope, 'den');
  await send(world, member, 'y');
});

test('of who left in the moment of being muted nothing is changed, and nothing is said to have been', async () => {
  await using world = await createWorld();
  const { owner, member } = await createCast(world, 'public');
  const repo: Repo = {
    ...world.repo,
    async transact(run) {
      await world.chat.leaveRoom(member.scope, 'den');
      return world.repo.transact(run);
    },
  };
  const access = createAccess(repo.sql);
  const entrance = createEntrance({ ...world, sql: repo.sql });
  const people = createPeople({ sql: repo.sql, access });
  const members = createMembers({ ...world, repo }, { access, entrance, people });
  const max = { room: 'den', username: 'max' };
  const muting = members.setMember(owner.scope, { ...max, mutedUntil: '2999-01-01T00:00:00.000Z' });
  await expect(muting).rejects.toMatchObject({ fields: { username: expect.any(Array) } });
  const told = await repo.sql`
    select from audit_events where action = 'chat.set_member' and detail ? 'mutedUntil'`;
  expect(told).toHaveLength(0);
});

test('who keeps the site has a say over all in a public room, also where they are one of its moderators', async () => {
  for (const visibility of ['public', 'private'] as const) {
    await using world = await createWorld();
    const { admin, owner } = await createCast(world, visibility);
    await world.chat.inviteMember(owner.scope, { room: 'den', username: 'root' });
    const set = (username: string, role: MemberRole) =>
      world.chat.setMember(owner.scope, { room: 'den', username, role });
    await set('root', 'moderator');
    await set('max', 'owner');
    const putOut = world.chat.removeMember(admin.scope, { room: 'den', username: 'max' });
    if (visibility === 'public') await putOut;
    else await expect(putOut).rejects.toMatchObject({ code: 'forbidden' });
  }
});

test('an owner whom another has muted is as muted after leaving and coming back', async () => {
  await using world = await createWorld();
  const { owner, member } = await createCast(world, 'public');
  const max = { room: 'den', username: 'max' };
  await world.chat.setMember(owner.scope, { ...max, role: 'owner' });
  await world.chat.setMember(owner.scope, { ...max, mutedUntil: '2999-01-01T00:00:00.000Z' });
  await world.chat.leaveRoom(member.scope, 'den');
  await world.chat.joinRoom(member.scope, 'den');
  await expect(send(world, member, 'x')).rejects.toMatchObject({ code: 'forbidden' });
});

test('of a purge every subscriber hears each message that went', async () => {
  await using world = await createWebWorld();
  const { owner, member } = await createCast(world);
  for (const body of ['one', 'two', 'three']) await send(world, owner, body);
  const listener = listenToRoom(world.live(member.token), 'den');
  await vi.waitFor(() => expect(listener.types()).toContain('presence.state'));
  await world.chat.updateRoom(owner.scope, { room: 'den', retentionDays: 7 });
  await world.repo.sql`update messages set created_at = now() - interval '8 days' where seq < 3`;
  expect(await world.chat.purgeMessages()).toBe(2);
  await vi.waitFor(
    () => {
      const gone = listener.events.filter(({ type }) => type === 'message.deleted');
      expect(gone).toMatchObject([{ seq: 1 }, { seq: 2 }]);
    },
    { timeout: 30_000 },
  );
});

test('what a room no longer keeps is purged to tombstones, first tried, then done', async () => {
  const clock = createManualClock(new Date());
  await using world = await createWebWorld({ clock });
  const { owner, member } = await createCast(world);
  await send(world, owner, 'old @max');
  await clock.advance(10 * 86_400_000);
  await send(world, owner, 'new');
  expect(await world.chat.countPurgeable(owner.scope, 'den', 7)).toBe(1);
  await world.chat.updateRoom(owner.scope, { room: 'den', retentionDays: 7 });
  expect(await world.chat.getRoom(member.scope, 'den')).toMatchObject({ mentions: 1 });
  expect(await world.chat.purgeMessages()).toBe(1);
  expect(await world.chat.purgeMessages()).toBe(0);
  expect((await world.chat.listMessages(member.scope, { room: 'den' })).items).toMatchObject([
    { seq: 1, body: '', deletedAt: expect.any(String) },
    { seq: 2, body: 'new', deletedAt: null },
  ]);
  expect(await world.chat.getRoom(member.scope, 'den')).toMatchObject({ mentions: 0 });
});

test('row 47: an invite leads into no archived room and not for a suspended maker, and who is kept out uses none up', async () => {
  await using world = await createWorld();
  const { admin, owner, moderator, member, outsider } = await createCast(world);
  const { code } = await world.chat.createRoomInvite(moderator.scope, { room: 'den', maxUses: 1 });
  const join = ({ scope }: Person) => world.chat.joinByInvite(scope, code);
  await world.chat.banMember(owner.scope, { room: 'den', username: 'max' });
  await expect(join(member)).rejects.toMatchObject({ code: 'forbidden' });
  await world.chat.archiveRoom(owner.scope, 'den', true);
  await expect(join(outsider)).rejects.toMatchObject({ code: 'not_found' });
  await world.chat.archiveRoom(owner.scope, 'den', false);
  await world.accounts.suspendUser(admin.scope, 'mona', true);
  await expect(join(outsider)).rejects.toMatchObject({ code: 'not_found' });
  await world.accounts.suspendUser(admin.scope, 'mona', false);
  await join(outsider);
  expect(await world.chat.getRoom(outsider.scope, 'den')).toMatchObject({ slug: 'den' });
});

test('row 47: one who tries an invite several times at once uses it once', async () => {
  await using world = await createWorld();
  const { owner, outsider } = await createCast(world);
  const { code } = await world.chat.createRoomInvite(owner.scope, { room: 'den', maxUses: 3 });
  const tries = Array.from({ length: 8 }, () => world.chat.joinByInvite(outsider.scope, code));
  await Promise.allSettled(tries);
  const [invite] = await world.chat.listRoomInvites(owner.scope, 'den');
  expect(invite).toMatchObject({ usesLeft: 2 });
});

test('a room has so many invites that are still good, and no more', async () => {
  const clock = createManualClock(new Date());
  await using world = await createWorld({ clock });
  const { owner } = await createCast(world);
  const invite = () => world.chat.createRoomInvite(owner.scope, { room: 'den' });
  for (let count = 0; count < limits.invitesPerRoom; count += 1) await invite();
  await expect(invite()).rejects.toMatchObject({ code: 'limited' });
  await clock.advance(8 * 86_400_000);
  await invite();
});

test('who is suspended can still be put out, banned and let in again', async () => {
  await using world = await createWorld();
  const [owner, otto] = [await world.signUp('owner'), await world.signUp('otto')];
  await world.chat.createRoom(owner.scope, { slug: 'den', visibility: 'private' });
  const who = { room: 'den', username: 'otto' };
  await world.chat.inviteMember(owner.scope, who);
  await world.accounts.suspendUser(owner.scope, 'otto', true);
  const names = async () =>
    (await world.chat.listMembers(owner.scope, { room: 'den' })).items.map(
      ({ user }) => user.username,
    );
  expect(await names()).toEqual(['otto', 'owner']);
  await world.chat.banMember(owner.scope, { ...who, reason: 'spam' });
  expect(await names()).toEqual(['owner']);
  await world.chat.unbanMember(owner.scope, who);
  expect(await world.chat.listBans(owner.scope, 'den')).toEqual([]);
  await world.accounts.suspendUser(owner.scope, 'otto', false);
  await world.chat.inviteMember(owner.scope, { ...who, username: otto.scope.user.username });
  expect(await names()).toEqual(['otto', 'owner']);
});

test('who is suspended is brought into no room and no talk', async () => {
  await using world = await createWorld();
  const { admin, owner } = await createCast(world);
  await world.accounts.suspendUser(admin.scope, 'otto', true);
  await expect(
    world.chat.inviteMember(owner.scope, { room: 'den', username: 'otto' }),
  ).rejects.toMatchObject({ fields: { username: [expect.stringContaining('is nobody here: ')] } });
  await expect(world.chat.openDirect(owner.scope, ['otto'])).rejects.toMatchObject({
    fields: { usernames: ['names nobody: otto'] },
  });
});

test('a purge takes all that is too old, however much, its versions, and only the calls that were not read', async () => {
  const clock = createManualClock(new Date());
  await using world = await createWorld({ clock });
  const { owner, member } = await createCast(world);
  const read = await send(world, owner, 'read @max');
  await world.chat.editMessage(owner.scope, { id: read.id, body: 'read, changed @max' });
  await world.chat.markRead(member.scope, 'den', read.seq);
  const old = Array.from({ length: 1_100 }, (_, n) => send(world, owner, `old ${n}`));
  await Promise.all(old);
  await clock.advance(10 * 86_400_000);
  await send(world, owner, 'new @max');
  expect(await world.chat.getRoom(member.scope, 'den')).toMatchObject({ mentions: 1 });
  await world.chat.updateRoom(owner.scope, { room: 'den', retentionDays: 7 });
  expect(await world.chat.purgeMessages()).toBe(1_101);
  expect(await world.chat.getRoom(member.scope, 'den')).toMatchObject({ mentions: 1 });
  expect(await world.repo.sql`select 1 from message_edits`).toEqual([]);
});
