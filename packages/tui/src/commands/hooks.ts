// `tui hooks`: addresses through which programs post to rooms.

import { createWebhookInput, type WebhookView } from '@parley/shared/webhooks';
import { checkInput } from './check-input.ts';
import type { CommandContext } from './context.ts';
import { asRoom, refuseTalk } from './room-refs.ts';
import { formatTime } from './time.ts';

export async function listHooks(context: CommandContext): Promise<void> {
  const api = await context.api();
  const room = refuseTalk(context.words[0]!);
  await context.list<WebhookView>(
    await api.chat.listWebhooks.query({ room }),
    [
      { title: 'ID', get: ({ id }) => id },
      { title: 'BOT', get: ({ bot }) => bot.username },
      { title: 'MADE BY', get: ({ creator }) => creator.username },
      { title: 'MADE', get: ({ createdAt }) => formatTime(createdAt) },
      { title: 'LAST USED', get: ({ lastUsedAt }) => formatTime(lastUsedAt) },
    ],
    `No webhooks in ${asRoom(room)}.`,
  );
}

export async function createHook(context: CommandContext): Promise<void> {
  const [written, name] = context.words as [string, string];
  const room = refuseTalk(written);
  const input = checkInput(createWebhookInput, { room, name });
  const api = await context.api();
  const made = await api.chat.createWebhook.mutate(input);
  const url = `${context.config.server}${made.path}`;
  context.result({ ...made, url }, url);
  context.say('This is the only time the address is shown. Whoever has it can post there.');
}

export async function revokeHook(context: CommandContext): Promise<void> {
  const api = await context.api();
  await api.chat.revokeWebhook.mutate({ id: context.words[0]! });
  context.result({ ok: true }, 'Webhook ended');
}
