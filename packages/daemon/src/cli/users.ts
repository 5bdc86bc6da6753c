// `parleyd user`: what the operator does to accounts, on the machine itself.

import { text } from 'node:stream/consumers';
import { password as passwordField, registerInput, role, roles } from '@parley/shared/accounts';
import { DomainError, invalidField } from '@parley/shared/errors';
import {
  type Accounts,
  createAccounts,
  createArgonHasher,
  createAudit,
  createSessions,
  systemScope,
} from '../accounts/index.ts';
import { createChat } from '../chat/index.ts';
import type { Config } from '../config/index.ts';
import { openPubSub } from '../pubsub/index.ts';
import { connectRepo, migrateDatabase } from '../repo/index.ts';
import { systemClock as clock, createLogger, systemIds as ids } from '../telemetry/index.ts';
import type { CommandContext } from './command.ts';
import { openDatabase } from './database.ts';

/** Runs with the contexts on the database; running daemons are told. */
async function withAccounts<T>(
  config: Config,
  use: (accounts: Accounts) => Promise<T>,
): Promise<T> {
  await using database = await openDatabase(config);
  await migrateDatabase(database.url);
  const repo = connectRepo({ url: database.url, max: 1 });
  const pubsub = await openPubSub({
    engine: config.pubsub,
    databaseUrl: database.url,
    clock,
    ids,
    log: createLogger({ level: 'silent' }),
  });
  try {
    const audit = createAudit({ clock, ids });
    const deps = { repo, pubsub, clock, ids, audit, hasher: createArgonHasher() };
    const chat = createChat(deps);
    await chat.ensureLobby();
    const sessions = createSessions(deps);
    const accounts = createAccounts(
      { ...deps, sessions, registration: 'open', passwordPolicy: config.passwordPolicy },
      [(tx, userId) => chat.enterLobby(tx, userId)],
    );
    return await use(accounts);
  } finally {
    await pubsub.close();
    await repo.close();
  }
}

/** The new password: the first line of standard input, so that it stands in no process list. */
async function readPassword(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write('New password, then Enter and Ctrl-D: ');
  const line = (await text(process.stdin)).split('\n')[0] ?? '';
  const parsed = passwordField.safeParse(line);
  if (!parsed.success) throw invalidField('password', "can't be blank; give it on standard input");
  return parsed.data;
}

type Action = (
  context: CommandContext & { accounts: Accounts },
  words: readonly string[],
) => Promise<unknown>;

const actions: Record<string, Action> = {
  create: async ({ accounts }, [username = '', email = '']) => {
    const input = registerInput.parse({ username, email, password: await readPassword() });
    return (await accounts.register(systemScope(), input)).user;
  },
  list: async ({ accounts }) => ({ items: await accounts.listUsers(systemScope()) }),
  promote: async ({ accounts }, [username = '', to = 'admin']) => {
    const parsed = role.safeParse(to);
    if (!parsed.success) throw invalidField('role', `must be one of ${roles.join(', ')}`);
    return accounts.setRole(systemScope(), username, parsed.data);
  },
  suspend: async ({ accounts }, [username = '']) =>
    accounts.suspendUser(systemScope(), username, true),
  restore: async ({ accounts }, [username = '']) =>
    accounts.suspendUser(systemScope(), username, false),
  'reset-password': async ({ accounts }, [username = '']) => {
    await accounts.resetPassword(systemScope(), username, await readPassword());
    return { ok: true };
  },
};

const usage =
  'user create NAME EMAIL | list | promote NAME [ROLE] | suspend NAME | restore NAME | reset-password NAME';

export async function manageUsers(context: CommandContext): Promise<number> {
  const [name = 'list', ...words] = context.words;
  const action = actions[name];
  if (!action) {
    throw new DomainError('unsupported', `Unknown: user ${name}. Usage: parleyd ${usage}`);
  }
  const result = await withAccounts(context.config, (accounts) =>
    action({ ...context, accounts }, words),
  );
  context.print(context.isJson ? JSON.stringify(result) : describe(result));
  return 0;
}

interface UserLine {
  username: string;
  role: string;
  email: string;
  isSuspended?: boolean;
}

function describe(result: unknown): string {
  const list = (result as { items?: UserLine[] }).items ?? [result as UserLine];
  return list
    .filter((user) => user.username)
    .map((user) =>
      [user.username, user.role, user.email, user.isSuspended ? 'suspended' : ''].join('\t').trim(),
    )
    .join('\n');
}
