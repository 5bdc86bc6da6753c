// `/metrics`: figures for whoever runs the daemon, and nothing for anybody else.

import { expect, test } from 'vitest';
import { createWebWorld } from '../support/web.ts';

test('the cache is counted for all to see who ask from the machine itself', async () => {
  await using world = await createWebWorld();
  const client = world.http();
  for (let index = 0; index < 3; index += 1) await client.blog.listTags.query();
  const response = await fetch(`${world.url}/metrics`);
  expect(response.headers.get('content-type')).toContain('text/plain');
  const text = await response.text();
  expect(text).toContain('parley_cache{kind="misses"} 1');
  expect(text).toContain('parley_cache{kind="hits"} 2');
});

test('through a proxy there is nothing, but for an admin whose token is made for it', async () => {
  await using world = await createWebWorld();
  const [admin, member] = [await world.signUp('admin'), await world.signUp('member')];
  const reader = await world.sessions.createToken(admin.scope, { name: 'r', scopes: ['read'] });
  const ask = async (token?: string) => {
    const authorization = token && `Bearer ${token}`;
    const headers = { 'x-forwarded-for': '192.0.2.9', ...(authorization && { authorization }) };
    return (await fetch(`${world.url}/metrics`, { headers })).status;
  };
  expect(await ask()).toBe(404);
  expect(await ask('ses_wrong')).toBe(404);
  expect(await ask(member.token)).toBe(404);
  expect(await ask(reader.token)).toBe(404);
  expect(await ask(admin.token)).toBe(200);
});
