// The forms of the way in: the server's address, logging in, making an account.

import type { SystemInfo } from '@parley/shared/admin';
import { limits } from '@parley/shared/limits';
import { createForm, type FormState } from './form.ts';

export function connectForm(server: string): FormState {
  return createForm('connect', [
    {
      name: 'server',
      label: 'Server',
      text: server,
      hint: 'its address, such as https://chat.example.org',
    },
  ]);
}

export function loginForm(info: SystemInfo | null): FormState {
  const canRegister = info === null || info.registration !== 'closed';
  return createForm(
    'login',
    [
      { name: 'login', label: 'Username or e-mail', maxLength: limits.email },
      { name: 'password', label: 'Password', isSecret: true },
    ],
    [
      ...(canRegister ? [{ id: 'register', label: 'Create an account' }] : []),
      { id: 'connect', label: 'Another server' },
    ],
  );
}

export function registerForm(info: SystemInfo | null): FormState {
  const needsInvite = info?.registration === 'invite' && !info.needsFirstAccount;
  const fields = [
    { name: 'username', label: 'Username', maxLength: limits.usernameMax },
    { name: 'email', label: 'E-mail', maxLength: limits.email },
    { name: 'password', label: 'Password', isSecret: true, hint: passwordHint(info) },
    { name: 'passwordConfirmation', label: 'Password again', isSecret: true },
    ...(needsInvite ? [{ name: 'invite', label: 'Invite code', maxLength: 128 }] : []),
  ];
  const links = [
    ...(info?.needsFirstAccount ? [] : [{ id: 'login', label: 'Log in instead' }]),
    { id: 'connect', label: 'Another server' },
  ];
  return createForm('register', fields, links);
}

function passwordHint(info: SystemInfo | null): string {
  return info?.passwordPolicy === 'composition'
    ? '8–72 characters, with lower case, upper case and digit'
    : `at least ${limits.passwordMin} characters, hard to guess`;
}
