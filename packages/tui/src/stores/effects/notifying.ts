// Telling of messages outside the window: each once, and never so many that it is a nuisance.

import type { MessageView } from '@parley/shared/chat';
import { type NotifyRules, notificationOf } from '../notification.ts';
import type { Client } from './client.ts';

export interface Notifying {
  hear(message: MessageView, isMention: boolean): void;
}

const remembered = 500;
const mostAtOnce = 5;
const withinMs = 10_000;

export function createNotifying(client: Client, rules: NotifyRules): Notifying {
  const told = new Set<string>();
  let recent: number[] = [];

  return {
    hear(message, isMention) {
      const now = client.ports.now();
      const heard = { message, isMention };
      const notification = notificationOf(client.state(), heard, { rules, now });
      if (notification === null || told.has(message.id)) return;
      recent = recent.filter((at) => at > now - withinMs);
      if (recent.length >= mostAtOnce) return;
      recent.push(now);
      if (told.size >= remembered) told.clear();
      told.add(message.id);
      client.ports.notify(notification);
    },
  };
}
