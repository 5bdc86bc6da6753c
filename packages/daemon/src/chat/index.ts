// The chat's door: rooms, membership, messages, and what rooms broadcast.

export type { RoomProgress } from './activity.ts';
export { chatBackfills } from './backfills.ts';
export { type Chat, createChat } from './chat.ts';
export {
  type MessageChange,
  publicRoomTopic,
  type RoomBroadcast,
  roomPresence,
  roomTopic,
  type UserBroadcast,
  userTopic,
} from './events.ts';
export type { Heard, Missed, RoomBacklog } from './history.ts';
export { purgeMessages, sendDueMessages, sendScheduledMessage } from './jobs.ts';
export { hideQuote } from './message.ts';
export type { RoomAccess } from './room.ts';
