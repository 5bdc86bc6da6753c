// Sessions and tokens: hashes only, one kind is no other, ends are ends.

import { limits } from '@parley/shared/limits';
import { expect, test } from 'vitest';
import { anonymousScope, sessionTopic } from '../../src/accounts/index.ts';
import { createArgonHasher } from '../../src/accounts/password-hasher.ts';
import { hashToken } from '../../src/accounts/token.ts';
import { createWorld, password, type World } from '../support/world.ts';

const nobody = anonymousScope('192.0.2.7');

function recordRevoked(world: World): string[] {
  const revoked: string[] = [];
  world.pubsub.subscribe(sessionTopic, (event) => {
    if (event.type === 'tokens.revoked') revoked.push(...event.tokenIds);
  });
  return revoked;
}

test('a wrong password and an unknown name get the same answer', async () => {
  await using world = await createWorld();
  await world.signUp('ada');
  const answers = await Promise.all(
    [
      { login: 'ada', password: 'wrong' },
      { login: 'nobody', password: 'wrong' },
      { login: 'nobody@example.org', password: 'wrong' },
    ].map((input) => world.sessions.login(nobody, input).catch((error) => error)),
  );
  for (const answer of answers) {
    expect(answer).toMatchObject({ code: 'unauthenticated', message: answers[0].message });
  }
});

test('one logs in by name or address, whatever the case', async () => {
  await using world = await createWorld();
  await world.signUp('Ada');
  for (const login of ['ada', 'ADA', 'Ada@Example.Org']) {
    expect((await world.sessions.login(nobody, { login, password })).user.username).toBe('Ada');
  }
});

test('the table holds hashes: neither a row nor a hash logs anybody in', async () => {
  await using world = await createWorld();
  const { token } = await world.signUp('ada');
  const [row] = await world.repo.sql`select * from tokens`;
  const hash = row!.hash as Buffer;
  expect(JSON.stringify(row)).not.toContain(token.slice(4));
  expect(Buffer.compare(hash, hashToken(token))).toBe(0);
  for (const forged of [
    hash.toString('hex'),
    `ses_${hash.toString('base64url')}`,
    token.replace('ses_', 'pat_'),
    `${token}x`,
    '',
    'x'.repeat(10_000),
  ]) {
    expect(await world.sessions.authenticate(forged, '')).toBeNull();
  }
});

test('an expired or idle session ends by the clock of the database', async () => {
  await using world = await createWorld();
  const { token } = await world.signUp('ada');
  const { sql } = world.repo;
  expect(await world.sessions.authenticate(token, '')).not.toBeNull();
  await sql`update tokens set last_used_at = now() - interval '7 days 1 second'`;
  expect(await world.sessions.authenticate(token, '')).toBeNull();
  await sql`update tokens set last_used_at = now(), expires_at = now() - interval '1 second'`;
  expect(await world.sessions.authenticate(token, '')).toBeNull();
  expect(await world.sessions.sweepTokens()).toBe(1);
});

test('logging out ends this session alone, and tells whoever holds its sockets', async () => {
  await using world = await createWorld();
  const { scope, token } = await world.signUp('ada');
  const other = await world.sessions.login(nobody, { login: 'ada', password });
  const revoked = recordRevoked(world);
  await world.sessions.logout(scope);
  expect(revoked).toEqual([scope.token?.id]);
  expect(await world.sessions.authenticate(token, '')).toBeNull();
  expect(await world.sessions.authenticate(other.token, '')).not.toBeNull();
});

test('a session or token of somebody else is as absent as none', async () => {
  await using world = await createWorld();
  const [ada, eve] = [await world.signUp('ada'), await world.signUp('eve')];
  const [session] = await world.sessions.listSessions(ada.scope);
  const personal = await world.sessions.createToken(ada.scope, { name: 'bot', scopes: ['read'] });
  for (const call of [
    () => world.sessions.revokeSession(eve.scope, session!.id),
    () => world.sessions.revokeToken(eve.scope, personal.id),
    () => world.sessions.revokeToken(ada.scope, session!.id),
  ]) {
    await expect(call()).rejects.toMatchObject({ code: 'not_found' });
  }
  expect(await world.sessions.authenticate(ada.token, '')).not.toBeNull();
});

test('a personal token never reaches the account itself', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  const { token } = await world.sessions.createToken(scope, {
    name: 'bot',
    scopes: ['read', 'write', 'admin'],
  });
  const bot = (await world.sessions.authenticate(token, ''))!;
  for (const call of [
    () => world.sessions.createToken(bot, { name: 'more', scopes: ['read'] }),
    () => world.accounts.changePassword(bot, { currentPassword: password, password: 'x' }),
    () => world.sessions.revokeAllSessions(bot),
  ]) {
    await expect(call()).rejects.toMatchObject({ code: 'forbidden' });
  }
});

test('token rules: a future end, and admin only for an admin', async () => {
  await using world = await createWorld();
  await world.signUp('admin');
  const { scope } = await world.signUp('member');
  const make = (input: object) =>
    world.sessions.createToken(scope, { name: 'x', scopes: ['read'], ...input });
  await expect(make({ expiresAt: '2020-01-01T00:00:00Z' })).rejects.toMatchObject({
    fields: { expiresAt: ['must be in the future'] },
  });
  await expect(make({ scopes: ['admin'] })).rejects.toMatchObject({
    fields: { scopes: [expect.any(String)] },
  });
});

test('an account has at most 50 sessions; the oldest gives way', async () => {
  await using world = await createWorld();
  const first = await world.signUp('ada');
  const revoked = recordRevoked(world);
  for (let index = 0; index < limits.sessionsPerUser; index += 1) {
    await world.sessions.login(nobody, { login: 'ada', password });
  }
  expect(revoked).toEqual([first.scope.token?.id]);
  expect(await world.sessions.authenticate(first.token, '')).toBeNull();
});

test('argon2id: bounded, the same for unknown users, and outdated parameters are seen', async () => {
  const hasher = createArgonHasher();
  const digest = await hasher.hash('secret');
  expect(digest).toMatch(/^\$argon2id\$v=19\$m=19456,p=1,t=2\$/);
  expect(await hasher.verify(digest, 'secret')).toBe(true);
  expect(await hasher.verify(digest, 'Secret')).toBe(false);
  expect(await hasher.verify(null, 'no password is this one')).toBe(false);
  expect(hasher.isOutdated(digest)).toBe(false);
  expect(hasher.isOutdated(digest.replace('m=19456', 'm=4096'))).toBe(true);

  const many = await Promise.allSettled(
    Array.from({ length: 60 }, () => hasher.verify(digest, 'secret')),
  );
  const refused = many.filter((result) => result.status === 'rejected');
  expect(refused).toHaveLength(60 - 52);
  for (const { reason } of refused) expect(reason).toMatchObject({ code: 'limited' });
});
