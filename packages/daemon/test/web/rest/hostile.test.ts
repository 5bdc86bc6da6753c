// Every field of every route, given what no well-behaved caller sends: refused or taken, never a fault.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { planInput, takesBody } from '../../../src/web/rest/schema.ts';
import { routes } from '../../../src/web/rest/table.ts';
import { createRest } from '../../support/rest.ts';
import { createWebWorld, type WebWorld } from '../../support/web.ts';

/** Good values by name, so that the one bad field is what decides. */
const goodValues: Record<string, unknown> = {
  title: 'A title',
  body: 'Ten characters at least.',
  version: 1,
  publishAt: '2999-01-01T00:00:00Z',
  slug: 'a-room',
  visibility: 'public',
  seq: 0,
  q: 'words',
  room: 'lobby',
  username: 'ada',
  revision: 1,
  emoji: '👍',
  words: ['tea'],
  name: 'ci',
  code: 'inv_x',
  usernames: ['ada'],
  retentionDays: 30,
  sendAt: '2999-01-01T00:00:00Z',
  id: '00000000-0000-7000-8000-000000000001',
};

const texts = [
  '',
  ' ',
  'a\u0000b',
  '\u0000',
  '__proto__',
  '%',
  '..',
  "' OR 1=1--",
  '\\',
  '-1',
  '0',
  '1e9',
  '99999999999999999999',
  '2147483648',
  '0000-00-00T00:00:00Z',
  '-271821-04-20T00:00:00Z',
  '9999-12-31T23:59:59.999999999+14:00',
  'bm9uc2Vuc2U',
  Buffer.from('9999999-01-01T00:00:00.000Z|x').toString('base64url'),
  '00000000-0000-0000-0000-000000000000',
  'x'.repeat(1_900),
  '\u{1f600}\u202e\u200d',
];
const values = [
  ...texts,
  '\ud800',
  null,
  true,
  -1,
  0.5,
  1e308,
  2 ** 53,
  [],
  [[]],
  [null],
  {},
  { a: { b: 1 } },
  ['x', 'x'.repeat(100), '\u0000'],
];

let world: WebWorld;
let ada: Awaited<ReturnType<WebWorld['signUp']>>;
beforeAll(async () => {
  world = await createWebWorld();
  ada = await world.signUp('ada');
});
afterAll(() => world[Symbol.asyncDispose]());

test.each(routes.filter(({ procedure }) => procedure !== 'accounts.logout'))(
  '$method $path',
  async (route) => {
    const rest = createRest(world.url);
    const { token, scope } = ada;
    const post = await world.blog.createPost(scope, { title: 'A title', body: 'Ten characters.' });
    await world.blog.publishPost(scope, { id: post.id });
    const comment = await world.blog.createComment(scope, { postId: post.id, body: 'x' });
    // A route before may have left it, closed it or changed its rules.
    await world.chat.joinRoom(scope, 'lobby');
    await world.chat.archiveRoom(scope, 'lobby', false);
    const rules = { isReadOnly: false, slowModeSeconds: 0, retentionDays: null };
    await world.chat.updateRoom(scope, { room: 'lobby', ...rules });
    const clientId = world.ids.uuid();
    const message = await world.chat.sendMessage(scope, { room: 'lobby', body: 'x', clientId });
    const good: Record<string, unknown> = {
      ...goodValues,
      post: post.id,
      commentId: comment.id,
      messageId: message.id,
    };
    const plan = planInput(route);
    const fillPath = (bad: Record<string, string>) =>
      route.path.replace(/:(\w+)/g, (_, name) =>
        encodeURIComponent(String(bad[name] ?? good[name])),
      );
    const send = async (bad: Record<string, unknown>, path = fillPath({})) => {
      const body = Object.fromEntries(
        plan.body.filter(({ isRequired }) => isRequired).map(({ name }) => [name, good[name]]),
      );
      const query = new URLSearchParams();
      for (const { name, isRequired } of plan.query) {
        if (isRequired) query.set(name, String(good[name]));
      }
      if (!takesBody(route)) for (const key in bad) query.set(key, String(bad[key]));
      const search = query.size === 0 ? '' : `?${query}`;
      const { status, text } = await rest(route.method, path + search, {
        token,
        ...(takesBody(route) && { body: { ...body, ...bad } }),
      });
      expect([path, bad, status, status < 500 ? '' : text]).toEqual([path, bad, status, '']);
      expect(status).toBeLessThan(500);
    };
    for (const { name } of plan.path) {
      // `fetch` itself takes `..` for a way up.
      const inPath = texts.filter((value) => value !== '..');
      await Promise.all(inPath.map((value) => send({}, fillPath({ [name]: value }))));
    }
    for (const { name } of plan.query) {
      await Promise.all(texts.map((value) => send({ [name]: value })));
    }
    for (const { name } of plan.body) {
      await Promise.all(values.map((value) => send({ [name]: value })));
    }
    for (const value of ['"-1"', '"99999999999"', '"2147483647"', '*', '', '""', 'W/"1"']) {
      const headers = { 'if-match': value, 'if-none-match': value, 'idempotency-key': value };
      const body = takesBody(route) ? { body: {} } : {};
      const { status } = await rest(route.method, fillPath({}), { token, headers, ...body });
      expect([value, status, status < 500]).toEqual([value, status, true]);
    }
  },
);
