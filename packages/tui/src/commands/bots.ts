// `tui bots`: accounts of programs.

import { type CreateBotResult, createBotInput, type UserView } from '@parley/shared/accounts';
import { checkInput } from './check-input.ts';
import type { CommandContext } from './context.ts';

export async function listBots(context: CommandContext): Promise<void> {
  const api = await context.api();
  await context.list<UserView>(
    await api.accounts.listBots.query(),
    [
      { title: 'BOT', get: ({ username }) => username },
      { title: 'NAME', get: ({ displayName }) => displayName },
    ],
    'There are no bots.',
  );
}

export async function createBot(context: CommandContext): Promise<void> {
  const [username] = context.words;
  const displayName = context.option('display-name');
  const input = checkInput(createBotInput, { username, displayName });
  const api = await context.api();
  printToken(context, await api.accounts.createBot.mutate(input));
}

export async function renewBot(context: CommandContext): Promise<void> {
  const api = await context.api();
  printToken(context, await api.accounts.renewBotToken.mutate({ username: context.words[0]! }));
}

function printToken(context: CommandContext, made: CreateBotResult): void {
  context.result(made, made.token);
  context.say('This is the only time the token is shown. Keep it where nobody else reads it.');
}
