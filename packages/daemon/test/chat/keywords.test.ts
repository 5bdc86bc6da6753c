// Keywords: who says one calls whoever chose it, in rooms where they are, on every daemon.

import type { ActivityEvent } from '@parley/shared/events';
import { expect, test, vi } from 'vitest';
import type { UserScope } from '../../src/accounts/index.ts';
import { createKeywordFinder } from '../../src/chat/keyword-finder.ts';
import { createWebWorld } from '../support/web.ts';
import { createWorld, type World } from '../support/world.ts';

const say = (world: World, scope: UserScope, body: string, more: object = {}) =>
  world.chat.sendMessage(scope, { room: 'lobby', body, clientId: world.ids.uuid(), ...more });
const mentions = async ({ chat }: World, scope: UserScope, room = 'lobby') =>
  (await chat.getRoom(scope, room)).mentions;
const set = ({ chat }: World, scope: UserScope, ...words: string[]) =>
  chat.setKeywords(scope, { words });

async function signUpThree(world: World) {
  const { scope: ada } = await world.signUp('ada');
  const { scope: bob } = await world.signUp('bob');
  const { scope: cyd } = await world.signUp('cyd');
  return { ada, bob, cyd };
}

test('a keyword calls like a name: counted once, listed, unread with its message, gone with it', async () => {
  await using world = await createWorld();
  const { ada, bob } = await signUpThree(world);
  await set(world, bob, 'Deploy', 'on call');
  const { id } = await say(world, ada, 'DEPLOY, @bob, who is on call? deploy!');
  await say(world, ada, 'deployed; `deploy`');
  await say(world, bob, 'deploy says its owner');
  expect(await mentions(world, bob)).toBe(1);
  expect(await mentions(world, ada)).toBe(0);
  const items = (await world.chat.listActivity(bob)).filter(({ kind }) => kind === 'mention');
  expect(items).toMatchObject([{ message: { id } }]);
  await world.chat.markRead(bob, 'lobby', 1);
  expect(await mentions(world, bob)).toBe(0);
  await world.chat.markUnread(bob, 'lobby', 1);
  expect(await mentions(world, bob)).toBe(1);
  await world.chat.deleteMessage(ada, id);
  expect(await mentions(world, bob)).toBe(0);
});

test('an edit calls nobody, as with names', async () => {
  await using world = await createWorld();
  const { ada, bob } = await signUpThree(world);
  await set(world, bob, 'deploy');
  const { id } = await say(world, ada, 'nothing');
  await world.chat.editMessage(ada, { id, body: 'deploy @bob' });
  expect(await mentions(world, bob)).toBe(0);
});

test('row 36: only members are called; who left or was never there hears nothing', async () => {
  await using world = await createWorld();
  const { ada, bob, cyd } = await signUpThree(world);
  for (const scope of [bob, cyd]) await set(world, scope, 'secret');
  await world.chat.createRoom(ada, { slug: 'den', visibility: 'private' });
  await world.chat.inviteMember(ada, { room: 'den', username: 'bob' });
  await say(world, ada, 'a secret', { room: 'den' });
  expect(await mentions(world, bob, 'den')).toBe(1);
  expect(await world.chat.listActivity(cyd)).toEqual([]);
  await world.chat.leaveRoom(cyd, 'lobby');
  await say(world, ada, 'another secret');
  expect(await world.repo.sql`select 1 from mentions where user_id = ${cyd.user.id}`).toHaveLength(
    0,
  );
});

test('the words are kept as written, the same one once; they replace those before', async () => {
  await using world = await createWorld();
  const { ada, bob } = await signUpThree(world);
  expect(await set(world, bob, 'Café', 'on call', 'CAFE', 'tea')).toEqual([
    { word: 'Café' },
    { word: 'on call' },
    { word: 'tea' },
  ]);
  await set(world, bob, 'tea', 'Café');
  expect(await world.chat.listKeywords(bob)).toEqual([{ word: 'tea' }, { word: 'Café' }]);
  expect(await world.chat.listKeywords(ada)).toEqual([]);
  await say(world, ada, 'on call');
  expect(await mentions(world, bob)).toBe(0);
  await set(world, bob);
  await say(world, ada, 'tea in the cafe');
  expect(await mentions(world, bob)).toBe(0);
  expect(await world.chat.listKeywords(bob)).toEqual([]);
});

test('a word that two chose calls one still when the other gives it up', async () => {
  await using world = await createWorld();
  const { ada, bob, cyd } = await signUpThree(world);
  for (const scope of [bob, cyd]) await set(world, scope, 'tea');
  await set(world, bob);
  await say(world, ada, 'tea');
  expect([await mentions(world, bob), await mentions(world, cyd)]).toEqual([0, 1]);
});

test('two lists set at once: one of them holds, whole', async () => {
  await using world = await createWorld();
  const { bob } = await signUpThree(world);
  const lists = [
    ['one', 'two', 'three'],
    ['two', 'three', 'four', 'one'],
  ];
  for (let round = 0; round < 10; round += 1) {
    await Promise.all(lists.map((words) => set(world, bob, ...words)));
    const kept = (await world.chat.listKeywords(bob)).map(({ word }) => word);
    expect(lists).toContainEqual(kept);
  }
});

test('nobody else waits: what holds no keyword is sent with one statement still', async () => {
  await using world = await createWorld();
  const { ada, bob } = await signUpThree(world);
  await say(world, ada, 'first');
  world.takeQueries();
  await say(world, ada, 'deploy');
  expect(world.takeQueries()).toHaveLength(1);
  await set(world, bob, 'deploy');
  world.takeQueries();
  await Promise.all([say(world, ada, 'no such word'), say(world, ada, 'nor here')]);
  expect(world.takeQueries()).toHaveLength(1);
  await set(world, bob);
  world.takeQueries();
  await say(world, ada, 'deploy');
  expect(world.takeQueries()).toHaveLength(1);
});

test('who sends words and keywords in turns has them stored in that order', async () => {
  await using world = await createWorld();
  const { ada, bob } = await signUpThree(world);
  await set(world, bob, 'tea');
  await say(world, ada, 'first');
  const bodies = ['a', 'tea b', 'c', 'd tea', 'e', 'f'];
  await Promise.all(bodies.map((body) => say(world, ada, body)));
  const { items } = await world.chat.listMessages(ada, { room: 'lobby', after: 1 });
  expect(items.map(({ body }) => body)).toEqual(bodies);
  expect(await mentions(world, bob)).toBe(2);
});

test('devices hear of new keywords, and of a message with one', async () => {
  await using world = await createWebWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const events: ActivityEvent[] = [];
  const { client } = world.live(bob.token);
  client.chat.onActivity.subscribe(undefined, { onData: (event) => void events.push(event) });
  const heard = (type: ActivityEvent['type']) => events.filter((event) => event.type === type);
  await vi.waitFor(() => expect(heard('activity.joined')).toHaveLength(1));
  await world.http(bob.token).chat.setKeywords.mutate({ words: ['Tea'] });
  await vi.waitFor(() => expect(heard('keywords.changed')).toMatchObject([{ words: ['Tea'] }]));
  await say(world, ada.scope, 'tea, anybody?');
  await vi.waitFor(() =>
    expect(heard('mentioned')).toMatchObject([{ message: { body: 'tea, anybody?' } }]),
  );
});

test('keywords that could not be read are read with the next message', async () => {
  await using world = await createWorld();
  const { bob } = await signUpThree(world);
  let isAway = true;
  const sql = new Proxy(world.repo.sql, {
    apply: (target, self, call) =>
      isAway ? Promise.reject(new Error('away')) : (Reflect.apply(target, self, call) as unknown),
  });
  await set(world, bob, 'tea');
  const finder = createKeywordFinder({ repo: { ...world.repo, sql }, pubsub: world.pubsub });
  await expect(finder.load()).rejects.toThrow('away');
  isAway = false;
  await finder.load();
  expect(finder.find('tea and coffee')).toEqual(['tea']);
  isAway = true;
  await set(world, bob, 'coffee');
  await expect(finder.settle()).rejects.toThrow('away');
  isAway = false;
  await finder.settle();
  expect(finder.find('tea and coffee')).toEqual(['coffee']);
  finder.stop();
});
