// Telling of messages and comments outside the window: each once, and never so many that it is a nuisance.
//
// A message of a room comes twice, as the room's and as my call, in either order. What the room says waits
// a moment for the call, which tells it for what it is. Calls and other messages have a measure each, so
// that chatter keeps no call away; what is beyond it is told in one sentence when the time is over.

import type { CommentActivityItem } from '@parley/shared/blog';
import type { MessageView } from '@parley/shared/chat';
import {
  commentNotificationOf,
  type Notification,
  type NotifyRules,
  notificationOf,
  summarize,
} from '../notification.ts';
import type { Client } from './client.ts';
import type { Idle } from './idle.ts';

export interface Notifying {
  hear(message: MessageView, isMention: boolean): void;
  /** A comment that has just come and waits for me. */
  hearComment(item: CommentActivityItem): void;
  stop(): void;
}

const remembered = 500;
const mostAtOnce = 5;
/** `withinMs`: the time in which so many are told; `waitMs`: how long the room's word waits for the call. */
export interface NotifyPace {
  readonly withinMs: number;
  readonly waitMs: number;
}
export const notifyPace: NotifyPace = { withinMs: 10_000, waitMs: 250 };

type Urgency = 'call' | 'other';

export function createNotifying(
  client: Client,
  { rules, idle }: { rules: NotifyRules; idle: Idle },
  { withinMs, waitMs }: NotifyPace = notifyPace,
): Notifying {
  const told = new Map<string, Urgency>();
  const waiting = new Map<string, NodeJS.Timeout>();
  const recent: Record<Urgency, number[]> = { call: [], other: [] };
  let held: Notification[] = [];
  let timer: NodeJS.Timeout | null = null;

  const tellHeld = () => {
    timer = null;
    const [first] = held;
    if (first !== undefined) client.ports.notify(held.length === 1 ? first : summarize(held));
    held = [];
  };

  const tell = (id: string, notification: Notification | null, urgency: Urgency) => {
    const before = told.get(id);
    if (notification === null || before === 'call' || before === urgency) return;
    if (told.size >= remembered) told.clear();
    told.set(id, urgency);
    const now = client.ports.now();
    recent[urgency] = recent[urgency].filter((at) => at > now - withinMs);
    if (recent[urgency].length >= mostAtOnce) {
      held.push(notification);
      timer ??= setTimeout(tellHeld, withinMs);
      return;
    }
    recent[urgency].push(now);
    client.ports.notify(notification);
  };

  const understand = (message: MessageView, isMention: boolean) => {
    idle.check();
    const now = client.ports.now();
    return notificationOf(client.state(), { message, isMention }, { rules, now });
  };

  return {
    hear(message, isMention) {
      const { id, roomId } = message;
      clearTimeout(waiting.get(id));
      waiting.delete(id);
      const isDirect = client.state().rooms.get(roomId)?.room.kind === 'direct';
      if (isMention || isDirect) return tell(id, understand(message, isMention), 'call');
      if (understand(message, false) === null || told.has(id)) return;
      const later = () => {
        waiting.delete(id);
        // Looked at by now, it is told no more.
        tell(id, understand(message, false), 'other');
      };
      waiting.set(id, setTimeout(later, waitMs));
    },
    hearComment(item) {
      idle.check();
      const now = client.ports.now();
      const notification = commentNotificationOf(client.state(), item, { rules, now });
      tell(item.newest.id, notification, 'call');
    },
    stop() {
      for (const each of waiting.values()) clearTimeout(each);
      waiting.clear();
      if (timer !== null) clearTimeout(timer);
      timer = null;
      held = [];
    },
  };
}
