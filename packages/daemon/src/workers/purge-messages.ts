// Purges the messages that their rooms no longer keep.

import { type Chat, purgeMessages } from '../chat/index.ts';
import { perform } from '../jobs/index.ts';
import type { Logger } from '../telemetry/index.ts';

export function performPurgeMessages(deps: { chat: Pick<Chat, 'purgeMessages'>; log: Logger }) {
  return perform(purgeMessages, async () => {
    const count = await deps.chat.purgeMessages();
    if (count > 0) deps.log.info({ count }, 'purged messages past their time');
  });
}
