// Incoming webhooks as other programs use them, bots, and what keeps bots from talking for ever.

import { limits } from '@parley/shared/limits';
import { describe, expect, test } from 'vitest';
import { createAccess } from '../../src/chat/access.ts';
import { mostInARow } from '../../src/chat/bot-guard.ts';
import { createWebhooks } from '../../src/chat/webhooks.ts';
import { createManualClock } from '../../src/telemetry/index.ts';
import { readHookText } from '../../src/web/hook-payload.ts';
import { createWebWorld, type WebWorld } from '../support/web.ts';
import type { World } from '../support/world.ts';

async function createHook(world: WebWorld, name = 'deploys') {
  const ada = await world.signUp('ada');
  const hook = await world.chat.createWebhook(ada.scope, { room: 'lobby', name });
  const post = async (body: string | undefined, headers: Record<string, string> = {}) => {
    const response = await fetch(world.url + hook.path, { method: 'POST', body, headers });
    return [response.status, await response.text()];
  };
  const bodies = async () => {
    const { items } = await world.chat.listMessages(ada.scope, { room: 'lobby' });
    return items.map(({ body }) => body);
  };
  return { ada, hook, post, bodies };
}

const json = { 'content-type': 'application/json' };

test('a payload is posted as JSON, as a form, and as curl sends it; who says it is a bot', async () => {
  await using world = await createWebWorld();
  const { ada, hook, post } = await createHook(world);
  expect(await post('{"text":"one","username":"root","channel":"#other"}', json)).toEqual([
    200,
    'ok',
  ]);
  const form = new URLSearchParams({ payload: '{"text":"two"}' }).toString();
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  expect(await post(form, type)).toEqual([200, 'ok']);
  expect(await post('{"text":"three"}', type)).toEqual([200, 'ok']);
  const { items } = await world.chat.listMessages(ada.scope, { room: 'lobby' });
  expect(items.map(({ body }) => body)).toEqual(['one', 'two', 'three']);
  for (const { author } of items) {
    expect(author).toEqual({ ...hook.bot, username: 'deploys-bot', isBot: true });
  }
  const members = (await world.chat.listMembers(ada.scope, { room: 'lobby' })).items;
  expect(members.map(({ user }) => [user.username, user.isBot])).toEqual([
    ['ada', undefined],
    ['deploys-bot', true],
  ]);
  const [listed] = await world.chat.listWebhooks(ada.scope, 'lobby');
  expect(listed).toMatchObject({ bot: hook.bot, lastUsedAt: expect.any(String) });
  expect(JSON.stringify(listed)).not.toContain('hook_');
});

test('what is heard live says that it comes from a bot', async () => {
  await using world = await createWebWorld();
  const { ada, post } = await createHook(world);
  const heard = Promise.withResolvers<unknown>();
  const joined = Promise.withResolvers<void>();
  world.live(ada.token).client.chat.onRoom.subscribe(
    { room: 'lobby' },
    {
      onData(delivered) {
        const event = 'data' in delivered ? delivered.data : delivered;
        if (event.type === 'room.joined') joined.resolve();
        if (event.type === 'message.created') heard.resolve(event.message.author);
      },
    },
  );
  await joined.promise;
  await post('{"text":"hello"}', json);
  expect(await heard.promise).toMatchObject({ username: 'deploys-bot', isBot: true });
});

test('the same Idempotency-Key posts once, for each webhook its own', async () => {
  await using world = await createWebWorld();
  const { ada, post, bodies } = await createHook(world);
  const key = { ...json, 'idempotency-key': 'build 42' };
  const all = await Promise.all([1, 2, 3].map(() => post('{"text":"green"}', key)));
  expect(all).toEqual([1, 2, 3].map(() => [200, 'ok']));
  expect(await bodies()).toEqual(['green']);
  const other = await world.chat.createWebhook(ada.scope, { room: 'lobby', name: 'other' });
  await fetch(world.url + other.path, {
    method: 'POST',
    body: '{"text":"green too"}',
    headers: key,
  });
  expect(await bodies()).toEqual(['green', 'green too']);
  await post('{"text":"again"}', json);
  await post('{"text":"again"}', json);
  expect(await bodies()).toHaveLength(4);
});

test('what is refused is refused in Slack’s words, and never an error of ours', async () => {
  await using world = await createWebWorld();
  const { ada, post, bodies } = await createHook(world);
  const cases: [string | undefined, number, string][] = [
    [undefined, 400, 'invalid_payload'],
    ['', 400, 'invalid_payload'],
    ['nonsense', 400, 'invalid_payload'],
    ['[]', 400, 'invalid_payload'],
    ['{', 400, 'invalid_payload'],
    ['{"text":"a","text":"b"}', 400, 'invalid_payload'],
    [`${'['.repeat(100_000)}`, 400, 'invalid_payload'],
    ['{"text":""}', 400, 'no_text'],
    ['{"text":42}', 400, 'no_text'],
    ['{}', 400, 'no_text'],
    ['{"text":"\\u200b"}', 400, 'invalid_payload'],
    ['{"text":"a\\u0000b"}', 400, 'invalid_payload'],
    ['{"text":"\\ud800"}', 400, 'invalid_payload'],
    [JSON.stringify({ text: 'x'.repeat(16_385) }), 400, 'msg_too_long'],
    [JSON.stringify({ text: 'x'.repeat(1_100_000) }), 413, 'too_large'],
  ];
  for (const [body, status, word] of cases) {
    expect([body?.slice(0, 40), ...(await post(body, json))]).toEqual([
      body?.slice(0, 40),
      status,
      word,
    ]);
  }
  const got = await fetch(`${world.url}/hooks/hook_x`);
  expect([got.status, got.headers.get('allow'), await got.text()]).toEqual([
    405,
    'POST',
    'method_not_allowed',
  ]);
  for (const path of [
    '/hooks/hook_x',
    '/hooks/hook_x/',
    `/hooks/hook_${'a'.repeat(43)}`,
    `/hooks/${ada.token}`,
  ]) {
    const response = await fetch(world.url + path, { method: 'POST', body: '{"text":"x"}' });
    expect([response.status, await response.text()]).toEqual([404, 'no_service']);
  }
  expect(await bodies()).toEqual([]);
  await world.chat.archiveRoom(ada.scope, 'lobby', true);
  expect(await post('{"text":"late"}', json)).toEqual([403, 'action_prohibited']);
});

test('an address with a slash behind it is the same address', async () => {
  await using world = await createWebWorld();
  const { hook, bodies } = await createHook(world);
  const response = await fetch(`${world.url}${hook.path}/`, {
    ...{ method: 'POST', headers: json, body: '{"text":"hello"}' },
  });
  expect([response.status, await response.text()]).toEqual([200, 'ok']);
  expect(await bodies()).toEqual(['hello']);
});

test('a webhook ends when it is revoked, and its name may be taken up again in its room only', async () => {
  await using world = await createWebWorld();
  const { ada, hook, post, bodies } = await createHook(world);
  await post('{"text":"before"}', json);
  const again = { room: 'lobby', name: 'Deploys' };
  await expect(world.chat.createWebhook(ada.scope, again)).rejects.toMatchObject({
    fields: { name: ['has already been taken'] },
  });
  const bob = await world.signUp('bob');
  await expect(world.chat.revokeWebhook(bob.scope, hook.id)).rejects.toMatchObject({
    code: 'not_found',
  });
  await world.chat.revokeWebhook(ada.scope, hook.id);
  expect(await post('{"text":"after"}', json)).toEqual([404, 'no_service']);
  await expect(world.chat.revokeWebhook(ada.scope, hook.id)).rejects.toMatchObject({
    code: 'not_found',
  });
  await world.chat.createRoom(bob.scope, { slug: 'elsewhere', visibility: 'public' });
  await expect(
    world.chat.createWebhook(bob.scope, { room: 'elsewhere', name: 'deploys' }),
  ).rejects.toMatchObject({ fields: { name: ['has already been taken'] } });
  const renewed = await world.chat.createWebhook(ada.scope, again);
  expect(renewed.bot.id).toBe(hook.bot.id);
  expect(renewed.token).not.toBe(hook.token);
  await fetch(world.url + renewed.path, { method: 'POST', body: '{"text":"anew"}' });
  expect(await bodies()).toEqual(['before', 'anew']);
});

test('a webhook is revoked with its audit row or not at all, and what fails is no webhook that is not there', async () => {
  await using world = await createWebWorld();
  const { ada, hook, post } = await createHook(world);
  const away = new Error('the database is away');
  const fail = async () => {
    throw away;
  };
  const access = createAccess(world.repo.sql);
  const unused = { entrance: {} as never, bots: {} as never, sendMessage: fail };
  const revoke = (audit: World['audit'], authorize: typeof access.authorize) =>
    createWebhooks(
      { ...world, audit },
      { ...unused, access: { ...access, authorize } },
    ).revokeWebhook(ada.scope, hook.id);
  await expect(revoke(world.audit, fail)).rejects.toBe(away);
  await expect(revoke({ record: fail }, access.authorize)).rejects.toBe(away);
  expect(await post('{"text":"still here"}', json)).toEqual([200, 'ok']);
});

test('a webhook whose bot is banned is not made again, and nothing of it is stored, until the ban is lifted', async () => {
  await using world = await createWebWorld();
  const { ada, hook } = await createHook(world);
  const bot = { room: 'lobby', username: 'deploys-bot' };
  await world.chat.banMember(ada.scope, bot);
  await world.chat.revokeWebhook(ada.scope, hook.id);
  const again = () => world.chat.createWebhook(ada.scope, { room: 'lobby', name: 'deploys' });
  for (const _ of [1, 2]) {
    await expect(again()).rejects.toMatchObject({
      code: 'invalid',
      fields: {
        name: ['is that of @deploys-bot, which is banned from this room; lift the ban first'],
      },
    });
  }
  expect(await world.chat.listWebhooks(ada.scope, 'lobby')).toEqual([]);
  await world.chat.unbanMember(ada.scope, bot);
  const made = await again();
  expect(made.bot.id).toBe(hook.bot.id);
  const response = await fetch(world.url + made.path, { method: 'POST', body: '{"text":"back"}' });
  expect(response.status).toBe(200);
});

test('each webhook is limited by itself', async () => {
  await using world = await createWebWorld({ rates: { messages: { points: 2, seconds: 60 } } });
  const { ada, post } = await createHook(world);
  const other = await world.chat.createWebhook(ada.scope, { room: 'lobby', name: 'other' });
  expect(await post('{"text":"1"}')).toEqual([200, 'ok']);
  expect(await post('{"text":"2"}')).toEqual([200, 'ok']);
  const limited = await fetch(world.url + (await createPath(world)), { method: 'POST' });
  expect(limited.status).toBe(404);
  expect(await post('{"text":"3"}')).toEqual([429, 'rate_limited']);
  const free = await fetch(world.url + other.path, { method: 'POST', body: '{"text":"x"}' });
  expect(free.status).toBe(200);
});

const createPath = async (world: WebWorld) => `/hooks/hook_${world.ids.uuid()}`;

describe('bots', () => {
  test('have tokens, no password, and are shown as what they are', async () => {
    await using world = await createWebWorld();
    const ada = await world.signUp('ada');
    const made = await world.accounts.createBot(ada.scope, { username: 'helper' });
    expect(made.user).toMatchObject({ username: 'helper', role: 'member', isBot: true });
    const bot = world.http(made.token);
    expect(await bot.accounts.me.query()).toMatchObject({ username: 'helper', isBot: true });
    await bot.chat.joinRoom.mutate({ room: 'lobby' });
    await bot.chat.sendMessage.mutate({ room: 'lobby', body: 'hello', clientId: 'one' });
    const { items } = await bot.chat.listMessages.query({ room: 'lobby' });
    expect(items[0]!.author).toMatchObject({ username: 'helper', isBot: true });
    for (const password of ['x', '!', '']) {
      const login = world.http().accounts.login.mutate({ login: 'helper', password });
      await expect(login).rejects.toThrow();
    }
    const renewed = await world.accounts.renewBotToken(ada.scope, 'helper');
    await expect(bot.accounts.me.query()).rejects.toThrow();
    expect(await world.http(renewed.token).accounts.me.query()).toMatchObject({
      username: 'helper',
    });
    expect(await world.accounts.listBots(ada.scope)).toEqual([made.user]);
    const bob = await world.signUp('bob');
    await expect(world.accounts.createBot(bob.scope, { username: 'evil' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(world.accounts.renewBotToken(ada.scope, 'bob')).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('that answer each other are stopped, one that only reports is not, and a person ends the row', async () => {
    await using world = await createWebWorld();
    const { ada, hook, post } = await createHook(world);
    for (let number = 0; number <= mostInARow; number += 1) {
      expect(await post(`{"text":"report ${number}"}`)).toEqual([200, 'ok']);
    }
    const other = await world.chat.createWebhook(ada.scope, { room: 'lobby', name: 'echo' });
    const answer = async (path: string) =>
      (await fetch(world.url + path, { method: 'POST', body: '{"text":"echo"}' })).status;
    expect(await answer(other.path)).toBe(200);
    expect(await answer(hook.path)).toBe(429);
    expect(await answer(other.path)).toBe(429);
    const message = { room: 'lobby', body: 'enough', clientId: 'enough' };
    await world.chat.sendMessage(ada.scope, message);
    expect(await answer(hook.path)).toBe(200);
  });
});

describe('the text of a payload', () => {
  test.each([
    [
      { text: 'a &lt;b&gt; &amp;amp; <https://x.example|there>' },
      'a <b> &amp; there (https://x.example)',
    ],
    [{ text: '<https://x.example>' }, 'https://x.example'],
    [
      {
        attachments: [{ pretext: 'p', title: 't', title_link: 'https://x.example', text: 'body' }],
      },
      'p\nt https://x.example\nbody',
    ],
    [{ text: 'top', attachments: [{ fallback: 'plain' }] }, 'top\n\nplain'],
    [
      {
        attachments: [
          { text: 'body', fields: [{ title: 'Branch', value: 'main' }, { value: 'only' }, {}, 7] },
        ],
      },
      'body\nBranch: main\nonly',
    ],
    [
      {
        text: 'stands in for the blocks',
        blocks: [
          { type: 'header', text: { type: 'plain_text', text: 'Build 42' } },
          { type: 'divider' },
          {
            type: 'section',
            text: { type: 'mrkdwn', text: '<https://x.example|green> &amp; fast' },
            fields: [{ type: 'mrkdwn', text: 'Branch: main' }, null],
          },
          {
            type: 'context',
            elements: [{ text: 'by' }, { type: 'image', alt_text: 'Ada' }, 'x'],
          },
          { type: 'image', alt_text: 'a graph' },
          { type: 'actions', elements: [{ type: 'button', text: { text: 'Press' } }] },
        ],
      },
      'Build 42\ngreen (https://x.example) & fast\nBranch: main\nby Ada\na graph',
    ],
    [{ attachments: [{ blocks: [{ type: 'section', text: { text: 'deep' } }] }] }, 'deep'],
    [{ text: 'only this', blocks: [{ type: 'divider' }] }, 'only this'],
    [
      {
        attachments: [
          {
            title: '[FIRING:1] InstanceDown',
            actions: [
              { type: 'button', text: 'Runbook', url: 'https://run.example/1' },
              { type: 'button', text: 'Acknowledge', value: 'ack' },
              { type: 'button', url: 'https://am.example' },
              'x',
            ],
          },
        ],
      },
      '[FIRING:1] InstanceDown\nRunbook (https://run.example/1) https://am.example',
    ],
    [
      {
        blocks: [
          {
            type: 'section',
            text: { type: 'mrkdwn', text: 'Build 42' },
            accessory: { type: 'button', text: { text: 'View' }, url: 'https://ci.example/42' },
          },
          {
            type: 'section',
            text: { text: 'a face' },
            accessory: { type: 'image', alt_text: 'x' },
          },
          {
            type: 'actions',
            elements: [{ type: 'button', text: { text: 'Approve' }, url: 'https://ok.example' }],
          },
        ],
      },
      'Build 42\nView (https://ci.example/42)\na face\nApprove (https://ok.example)',
    ],
    [{ blocks: [{ type: 'markdown', text: '# Notes\n- **one**' }] }, '# Notes\n- **one**'],
    [
      {
        blocks: [
          {
            type: 'table',
            rows: [
              [
                { type: 'raw_text', text: 'host' },
                { type: 'raw_text', text: 'load' },
              ],
              [
                { type: 'raw_text', text: 'web1' },
                {
                  type: 'rich_text',
                  elements: [
                    { type: 'rich_text_section', elements: [{ type: 'text', text: '0.7' }] },
                  ],
                },
              ],
              'x',
            ],
          },
        ],
      },
      'host | load\nweb1 | 0.7',
    ],
    [
      { text: '<!channel> <!here|@here> <!everyone> <!date^1^x|y>' },
      '@room @room @room <!date^1^x|y>',
    ],
    [
      {
        text: 'stands in for the blocks',
        blocks: [
          {
            type: 'rich_text',
            elements: [
              {
                type: 'rich_text_section',
                elements: [
                  { type: 'text', text: 'Build 42 &lt; <43>, ', style: { bold: true } },
                  { type: 'link', url: 'https://x.example', text: 'green', style: { code: true } },
                  { type: 'text', text: ' by ' },
                  { type: 'user', user_id: 'U1' },
                  { type: 'text', text: ' in ' },
                  { type: 'channel', channel_id: 'C1' },
                  { type: 'text', text: ' ' },
                  { type: 'broadcast', range: 'here' },
                  { type: 'emoji', name: 'wave', unicode: '1f44b-1f3fd' },
                  { type: 'emoji', name: 'party_ours' },
                  { type: 'text', text: ' run ' },
                  { type: 'text', text: 'make', style: { code: true } },
                  { type: 'nonsense', text: 'x' },
                  7,
                  { type: 'text', text: '\n' },
                ],
              },
              {
                type: 'rich_text_list',
                style: 'ordered',
                offset: 2,
                elements: [
                  { type: 'rich_text_section', elements: [{ type: 'text', text: 'third' }] },
                  {
                    type: 'rich_text_section',
                    elements: [{ type: 'text', text: 'fourth\nwhole' }],
                  },
                ],
              },
              {
                type: 'rich_text_list',
                style: 'bullet',
                indent: 1,
                elements: [
                  {
                    type: 'rich_text_section',
                    elements: [{ type: 'link', url: 'https://x.example/?a=1&b=2' }],
                  },
                ],
              },
              { type: 'rich_text_quote', elements: [{ type: 'text', text: 'one\ntwo' }] },
              {
                type: 'rich_text_preformatted',
                elements: [{ type: 'text', text: 'if (a && b) ```c```' }],
              },
              { type: 'rich_text_section', elements: 'x' },
              { type: 'rich_text_quote' },
            ],
          },
        ],
      },
      [
        'Build 42 &lt; <43>, green (https://x.example) by @U1 in #C1 @room👋🏽:party_ours: run `make`',
        '3. third',
        '4. fourth',
        '  whole',
        '  - https://x.example/?a=1&b=2',
        '> one',
        '> two',
        '````',
        'if (a && b) ```c```',
        '````',
      ].join('\n'),
    ],
    [
      {
        blocks: [
          {
            type: 'rich_text',
            elements: [
              {
                type: 'rich_text_section',
                elements: [
                  { type: 'emoji', name: 'bad', unicode: 'd800' },
                  { type: 'emoji', name: 'far', unicode: 'ffffff' },
                ],
              },
            ],
          },
        ],
      },
      ':bad::far:',
    ],
    [{ text: 'only this', blocks: [{ type: 'rich_text', elements: {} }] }, 'only this'],
    [{ text: 7, attachments: 'x' }, ''],
    [{ blocks: [] }, ''],
    [null, null],
    ['text', null],
  ])('%j is %j', (payload, expected) => {
    expect(readHookText(payload)).toBe(expected);
  });

  test('takes no time, whatever it is', () => {
    const text = '<https://'.repeat(100_000);
    expect(readHookText({ text })).toBe(text);
  }, 5_000);
});

test('a bot that was banned for a time is taken up again after it', async () => {
  const clock = createManualClock(new Date());
  await using world = await createWebWorld({ clock });
  const { ada, hook } = await createHook(world);
  const until = new Date(clock.now().getTime() + 60_000).toISOString();
  await world.chat.banMember(ada.scope, { room: 'lobby', username: 'deploys-bot', until });
  await world.chat.revokeWebhook(ada.scope, hook.id);
  const again = () => world.chat.createWebhook(ada.scope, { room: 'lobby', name: 'deploys' });
  await expect(again()).rejects.toMatchObject({ fields: { name: [expect.any(String)] } });
  await clock.advance(61_000);
  expect(await again()).toMatchObject({ bot: hook.bot });
});

test('a room has so many webhooks and no more; one whose bot is suspended leads nowhere', async () => {
  await using world = await createWebWorld();
  const { ada, hook, post } = await createHook(world);
  const create = (name: string) => world.chat.createWebhook(ada.scope, { room: 'lobby', name });
  for (let count = 1; count < limits.webhooksPerRoom; count += 1) await create(`hook${count}`);
  await expect(create('more')).rejects.toMatchObject({ code: 'limited' });
  await world.accounts.suspendUser(ada.scope, 'deploys-bot', true);
  expect(await post('{"text":"x"}')).toEqual([404, 'no_service']);
  await world.accounts.suspendUser(ada.scope, 'deploys-bot', false);
  expect(await post('{"text":"x"}')).toEqual([200, 'ok']);
  await world.chat.revokeWebhook(ada.scope, hook.id);
  await create('more');
});
