// What chat broadcasts, per room.

import type { MemberView, MessageView, RoomView } from '@parley/shared/chat';
import { defineTopic, type Topic } from '../pubsub/index.ts';

export type RoomBroadcast =
  | { type: 'message.created'; seq: number; message: MessageView }
  | { type: 'typing'; user: { id: string; username: string }; expiresInMs: number }
  | { type: 'room.updated'; room: RoomView }
  | { type: 'member.joined'; member: MemberView }
  | { type: 'member.left'; userId: string; username: string };

export function roomTopic(roomId: string): Topic<RoomBroadcast> {
  return defineTopic(`chat.room:${roomId}`, {
    numberOf: (event) => ('seq' in event ? event.seq : undefined),
  });
}

/** The presence topic of a room, as `presence.list` names it. */
export function roomPresence(roomId: string): string {
  return `room:${roomId}`;
}
