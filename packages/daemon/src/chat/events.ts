// What chat broadcasts, per room.

import type { MemberView, MessageView, RoomView } from '@parley/shared/chat';
import type { ActivityEvent, RoomEvent } from '@parley/shared/events';
import { defineTopic, type Topic } from '../pubsub/index.ts';

export type MessageChange = Extract<
  RoomEvent,
  {
    type:
      | 'message.edited'
      | 'message.deleted'
      | 'message.pinned'
      | 'message.unpinned'
      | 'reaction.added'
      | 'reaction.removed';
  }
>;

export type RoomBroadcast =
  /**
   * `change` is the newest in the room when the message was stored: what was heard before it. `isPrivate`:
   * the room was private by then, also where nobody was told yet.
   */
  | {
      type: 'message.created';
      seq: number;
      change: number;
      message: MessageView;
      isPrivate?: boolean;
    }
  /** Number `change` of the room's changes, and what subscribers who may see that message hear of it. */
  | { type: 'message.changed'; change: number; event: MessageChange }
  /** For a thread, `seq` is that of its first message: it says who may hear of it. */
  | {
      type: 'typing';
      user: { id: string; username: string };
      thread: { id: string; seq: number } | null;
      expiresInMs: number;
    }
  | { type: 'room.updated'; room: RoomView }
  | { type: 'member.joined'; member: MemberView }
  | { type: 'member.updated'; member: MemberView }
  | { type: 'member.left'; userId: string; username: string; by?: string };

export function roomTopic(roomId: string): Topic<RoomBroadcast> {
  return defineTopic(`chat.room:${roomId}`, {
    numberOf: (event) => ('seq' in event ? event.seq : undefined),
  });
}

/** What one person's devices hear, wherever they are. */
export type UserBroadcast = Exclude<
  ActivityEvent,
  { type: 'activity.joined' | 'room.activity' | 'rooms.listed' | 'comments.activity' }
>;

export function userTopic(userId: string): Topic<UserBroadcast> {
  return defineTopic(`chat.user:${userId}`);
}

/** A public room came to be, changed or became private: what it is now, the table says. */
export const publicRoomTopic = defineTopic<{ roomId: string; isClosed?: true }>(
  'chat.public-rooms',
);

/** Folded words that somebody took as a keyword or gave up: whether anybody has one, the table says. */
export const keywordTopic = defineTopic<{ words: readonly string[] }>('chat.keywords');

/** The presence topic of a room, as `presence.list` names it. */
export function roomPresence(roomId: string): string {
  return `room:${roomId}`;
}
