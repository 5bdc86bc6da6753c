// `tui login`, `register`, `logout`: sessions begin and end here.

import { hostname } from 'node:os';
import { limits } from '@parley/shared/limits';
import { createApi } from './connect.ts';
import type { CommandContext } from './context.ts';
import { askLine, askSecret } from './prompt.ts';
import { usageError } from './report-error.ts';
import { readInput } from './streams.ts';

export async function login(context: CommandContext): Promise<void> {
  if (context.has('token-stdin')) return loginWithToken(context);
  const name =
    context.option('username') ??
    (await askLine(context.streams, 'Username or e-mail: ', 'Say who you are with --username.'));
  const password = await readPassword(context);
  const { user, token } = await anonymousApi(context).accounts.login.mutate({
    login: name,
    password,
    device: deviceName(),
  });
  await keep(context, user.username, token);
  context.result(user, `Logged in as ${user.username} on ${context.config.server}`);
}

export async function register(context: CommandContext): Promise<void> {
  const { streams } = context;
  const username =
    context.option('username') ??
    (await askLine(streams, 'Username: ', 'Say who you are with --username.'));
  const email =
    context.option('email') ??
    (await askLine(streams, 'E-mail: ', 'Give your e-mail address with --email.'));
  const password = await readPassword(context);
  const passwordConfirmation = context.has('password-stdin')
    ? password
    : await askSecret(streams, 'The password again: ', howToGivePassword);
  const { user, token } = await anonymousApi(context).accounts.register.mutate({
    username,
    email,
    password,
    passwordConfirmation,
    invite: context.option('invite'),
    device: deviceName(),
  });
  await keep(context, user.username, token);
  context.result(user, `Welcome, ${user.username}. You are logged in on ${context.config.server}`);
}

/** What the server no longer knows is forgotten all the same; what could not be ended is kept. */
export async function logout(context: CommandContext): Promise<void> {
  const api = await context.api();
  await api.accounts.logout.mutate().catch((error: unknown) => {
    if ((error as { code?: string }).code !== 'unauthenticated') throw error;
  });
  const { config } = context;
  await config.tokens.forget(config.server);
  context.result({ ok: true }, `Logged out on ${config.server}`);
}

async function loginWithToken(context: CommandContext): Promise<void> {
  const { server } = context.config;
  const token = (await readInput(context.streams)).trim();
  if (!/^[\x21-\x7e]+$/.test(token)) throw usageError('There is no token on standard input.');
  const user = await createApi({ server, token }).accounts.me.query();
  await keep(context, user.username, token);
  context.result(user, `Logged in as ${user.username} on ${server}`);
}

async function keep(context: CommandContext, username: string, token: string): Promise<void> {
  const { config } = context;
  await config.tokens.keep(config.server, { username, token });
  await config.rememberServer(config.server);
  if (config.environment.token !== undefined) {
    context.say('PARLEY_TOKEN is set, and used instead of this session until you unset it.');
  }
}

const howToGivePassword = 'Give the password on standard input, with --password-stdin.';

async function readPassword({ streams, has }: CommandContext): Promise<string> {
  if (has('password-stdin')) return readInput(streams);
  return askSecret(streams, 'Password: ', howToGivePassword);
}

/** A token of before has no say in who logs in now. */
function anonymousApi({ config }: CommandContext) {
  return createApi({ server: config.server, token: null });
}

/** How this session is named in the list of sessions. */
function deviceName(): string {
  return `tui on ${hostname().replace(/[^\w.-]/g, '')}`.slice(0, limits.deviceName);
}
