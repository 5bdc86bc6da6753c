// Accounts through the door: registering, passwords, profiles, roles.

import { expect, test, vi } from 'vitest';
import {
  anonymousScope,
  createAccounts,
  createPlainHasher,
  systemScope,
} from '../../src/accounts/index.ts';
import { createWorld, password } from '../support/world.ts';

const nobody = anonymousScope('192.0.2.7');

const registration = (username: string, more: object = {}) => ({
  username,
  email: `${username}@example.org`,
  password,
  ...more,
});

test('of two first registrations at once exactly one becomes admin', async () => {
  await using world = await createWorld();
  const made = await Promise.all(
    ['a1', 'b2', 'c3', 'd4'].map((name) => world.accounts.register(nobody, registration(name))),
  );
  expect(made.filter(({ user }) => user.role === 'admin')).toHaveLength(1);
});

test('a taken name or address is told on its field, also when two register at once', async () => {
  await using world = await createWorld();
  await world.signUp('Bob');
  const cases = [
    { input: registration('BOB', { email: 'x@example.org' }), field: 'username' },
    { input: registration('robert', { email: 'BOB@EXAMPLE.ORG' }), field: 'email' },
  ];
  for (const { input, field } of cases) {
    await expect(world.accounts.register(nobody, input)).rejects.toMatchObject({
      code: 'invalid',
      fields: { [field]: ['has already been taken'] },
    });
  }
  const twins = await Promise.allSettled(
    [1, 2].map(() => world.accounts.register(nobody, registration('twin'))),
  );
  expect(twins.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('a registration that fails leaves neither user nor job nor membership', async () => {
  await using world = await createWorld();
  await world.signUp('ada');
  const count = async () => {
    const [row] = await world.repo.sql`
      select (select count(*) from users) as users, (select count(*) from memberships) as members,
        (select count(*) from graphile_worker.jobs) as jobs, (select count(*) from audit_events) as audit`;
    return row;
  };
  const before = await count();
  await world.accounts.register(nobody, registration('ada')).catch(() => {});
  expect(await count()).toEqual(before);
});

test('registration closed or by invitation still lets the first account in, and nobody after', async () => {
  for (const mode of ['closed', 'invite'] as const) {
    await using world = await createWorld({ registration: mode });
    await world.signUp('founder');
    await expect(world.accounts.register(nobody, registration('late'))).rejects.toMatchObject({
      code: 'forbidden',
    });
  }
});

test('strength policy: long phrases pass without digits, guessable ones are refused with a reason', async () => {
  await using world = await createWorld({ passwordPolicy: 'strength' });
  const attempt = (name: string, secret: string) =>
    world.accounts.register(nobody, registration(name, { password: secret }));
  await attempt('ok', 'correct horse battery staple');
  for (const weak of ['passwordpassword', 'parley2026', 'weakling@example.org', 'Short1!']) {
    await expect(attempt('weakling', weak)).rejects.toMatchObject({
      fields: { password: [expect.stringMatching(/must|too weak/)] },
    });
  }
});

test('composition policy names everything that is missing', async () => {
  await using world = await createWorld({ passwordPolicy: 'composition' });
  const bad = world.accounts.register(nobody, registration('ada', { password: 'x' }));
  await expect(bad).rejects.toMatchObject({
    fields: {
      password: ['must be 8 to 72 characters', 'needs an upper-case letter', 'needs a digit'],
    },
  });
});

test('changing the password ends all other sessions and personal tokens', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  const other = await world.sessions.login(nobody, { login: 'ada', password });
  const personal = await world.sessions.createToken(scope, { name: 'bot', scopes: ['read'] });
  const change = (currentPassword: string) =>
    world.accounts.changePassword(scope, { currentPassword, password: 'Harbor-violin-88-tulip' });
  await expect(change('wrong')).rejects.toMatchObject({
    fields: { currentPassword: ['is not right'] },
  });
  await change(password);
  expect(await world.sessions.authenticate(other.token, '')).toBeNull();
  expect(await world.sessions.authenticate(personal.token, '')).toBeNull();
  expect(await world.sessions.listSessions(scope)).toHaveLength(1);
  await expect(world.sessions.login(nobody, { login: 'ada', password })).rejects.toMatchObject({
    code: 'unauthenticated',
  });
});

test('who knew the password of before does not undo a change that was made while they changed it', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  const plain = createPlainHasher();
  const { promise: reset, resolve: goOn } = Promise.withResolvers<void>();
  const slow = { ...plain, hash: (text: string) => reset.then(() => plain.hash(text)) };
  const accounts = createAccounts({
    ...world,
    hasher: slow,
    registration: 'open',
    passwordPolicy: 'composition',
  });
  const verified = vi.spyOn(slow, 'hash');
  const late = accounts.changePassword(scope, {
    currentPassword: password,
    password: 'Harbor-violin-88-tulip',
  });
  await vi.waitFor(() => expect(verified).toHaveBeenCalled());
  await world.accounts.resetPassword(systemScope(), 'ada', 'Copper-meadow-31-comet');
  goOn();
  await expect(late).rejects.toMatchObject({ fields: { currentPassword: ['is not right'] } });
  await world.sessions.login(nobody, { login: 'ada', password: 'Copper-meadow-31-comet' });
});

test('a profile keeps its embedded address, and strangers see neither it nor the e-mail', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  const visitor = await world.signUp('visitor');
  const address = { street: '1 Analytical Way', city: 'London', country: 'UK' };
  await world.accounts.updateProfile(scope, { displayName: 'Ada L.', bio: 'Numbers', address });
  expect(await world.accounts.getAccount(scope)).toMatchObject({ displayName: 'Ada L.', address });
  const seen = await world.accounts.getProfile(visitor.scope, 'ADA');
  expect(seen).toMatchObject({ displayName: 'Ada L.', bio: 'Numbers' });
  expect(seen).not.toHaveProperty('email');
  expect(seen).not.toHaveProperty('address');
});

test('only an admin changes roles and suspends; the operator on the machine may too', async () => {
  await using world = await createWorld();
  const [admin, member] = [await world.signUp('admin'), await world.signUp('member')];
  const { accounts } = world;
  for (const call of [
    () => accounts.setRole(member.scope, 'member', 'admin'),
    () => accounts.suspendUser(member.scope, 'admin', true),
    () => accounts.listUsers(member.scope),
  ]) {
    await expect(call()).rejects.toMatchObject({ code: 'forbidden' });
  }
  for (const call of [
    () => accounts.setRole(nobody, 'member', 'admin'),
    () => accounts.listUsers(nobody),
  ]) {
    await expect(call()).rejects.toMatchObject({ code: 'unauthenticated' });
  }
  await accounts.setRole(systemScope(), 'member', 'moderator');
  await accounts.suspendUser(admin.scope, 'member', true);
  expect(await world.sessions.authenticate(member.token, '')).toBeNull();
  await expect(world.sessions.login(nobody, { login: 'member', password })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await accounts.suspendUser(admin.scope, 'member', false);
  await world.sessions.login(nobody, { login: 'member', password });
});
