// Sends scheduled messages: each by a job of its own, and all that are due by a sweep.

import { type Chat, sendDueMessages, sendScheduledMessage } from '../chat/index.ts';
import { perform } from '../jobs/index.ts';
import type { Logger } from '../telemetry/index.ts';

export function performSendScheduled({ chat }: { chat: Pick<Chat, 'sendScheduled'> }) {
  return perform(sendScheduledMessage, async ({ id }) => {
    await chat.sendScheduled(id);
  });
}

export function performSendDue(deps: { chat: Pick<Chat, 'sendScheduled'>; log: Logger }) {
  return perform(sendDueMessages, async () => {
    const count = await deps.chat.sendScheduled();
    if (count > 0) deps.log.warn({ count }, 'sent messages whose own job had not come');
  });
}
