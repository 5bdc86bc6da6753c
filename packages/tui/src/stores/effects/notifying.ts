// Telling of messages and comments outside the window: each once, and never so many that it is a nuisance.

import type { CommentActivityItem } from '@parley/shared/blog';
import type { MessageView } from '@parley/shared/chat';
import {
  commentNotificationOf,
  type Notification,
  type NotifyRules,
  notificationOf,
} from '../notification.ts';
import type { Client } from './client.ts';

export interface Notifying {
  hear(message: MessageView, isMention: boolean): void;
  /** A comment that has just come and waits for me. */
  hearComment(item: CommentActivityItem): void;
}

const remembered = 500;
const mostAtOnce = 5;
const withinMs = 10_000;

export function createNotifying(client: Client, rules: NotifyRules): Notifying {
  const told = new Set<string>();
  let recent: number[] = [];

  const tell = (id: string, notification: Notification | null, now: number) => {
    if (notification === null || told.has(id)) return;
    recent = recent.filter((at) => at > now - withinMs);
    if (recent.length >= mostAtOnce) return;
    recent.push(now);
    if (told.size >= remembered) told.clear();
    told.add(id);
    client.ports.notify(notification);
  };

  return {
    hear(message, isMention) {
      const now = client.ports.now();
      const heard = { message, isMention };
      tell(message.id, notificationOf(client.state(), heard, { rules, now }), now);
    },
    hearComment(item) {
      const now = client.ports.now();
      tell(item.newest.id, commentNotificationOf(client.state(), item, { rules, now }), now);
    },
  };
}
