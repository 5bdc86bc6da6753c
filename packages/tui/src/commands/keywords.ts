// `tui keywords`: the words and phrases that call one wherever others say them.

import { foldText } from '@parley/shared/keyword-match';
import { type KeywordView, setKeywordsInput } from '@parley/shared/keywords';
import { checkInput } from './check-input.ts';
import type { CommandContext } from './context.ts';
import type { Page } from './output.ts';

export async function listKeywords(context: CommandContext): Promise<void> {
  const api = await context.api();
  await print(context, await api.chat.listKeywords.query());
}

export async function addKeywords(context: CommandContext): Promise<void> {
  const { words } = checkInput(setKeywordsInput, { words: context.words });
  const api = await context.api();
  const { items } = await api.chat.listKeywords.query();
  const all = checkInput(setKeywordsInput, { words: [...items.map(({ word }) => word), ...words] });
  await print(context, await api.chat.setKeywords.mutate(all));
}

export async function removeKeywords(context: CommandContext): Promise<void> {
  const gone = new Set(context.words.map(foldText));
  const api = await context.api();
  const { items } = await api.chat.listKeywords.query();
  const words = items.map(({ word }) => word).filter((word) => !gone.has(foldText(word)));
  await print(context, await api.chat.setKeywords.mutate({ words }));
}

async function print(context: CommandContext, page: Page<KeywordView>): Promise<void> {
  await context.list(page, [{ title: 'WORD', get: ({ word }) => word }]);
  if (page.items.length === 0) context.say('No word calls you but your name.');
}
