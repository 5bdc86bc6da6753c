// Chat: field rules of messages, and their public views; with those of rooms and members, as one.

import { z } from 'zod';
import { userView } from './accounts.ts';
import { roomRef, roomView } from './chat-rooms.ts';
import { readEmojiName } from './emoji.ts';
import { clientId, flag, id, mustBe, pageLimit, seq, text, timestamp } from './fields.ts';
import { limits } from './limits.ts';
// Not by text.ts: measuring text takes 25 ms to load, and who checks a field need not measure it.
import { isBlankText } from './text-sanitize.ts';

export {
  type MemberRole,
  memberRoles,
  type NotifyLevel,
  notifyLevels,
  type RoomKind,
  roomKinds,
  visibilities,
} from './chat-kinds.ts';
export {
  type BanMemberInput,
  type BanView,
  banMemberInput,
  banView,
  type CreateRoomInviteInput,
  type CreateRoomInviteResult,
  createRoomInviteInput,
  createRoomInviteResult,
  joinByInviteInput,
  type ListMembersInput,
  listMembersInput,
  type MemberInput,
  type MemberMark,
  type MemberView,
  memberInput,
  memberMark,
  memberView,
  type RoomInviteView,
  roomInviteView,
  type SetMemberInput,
  setMemberInput,
} from './chat-members.ts';
export {
  archiveRoomInput,
  byRoom,
  type CreateRoomInput,
  countPurgeableInput,
  createRoomInput,
  type MembershipView,
  membershipView,
  openDirectInput,
  type RoomListItem,
  type RoomView,
  roomListItem,
  roomRef,
  roomSlug,
  roomView,
  type SetNotifyInput,
  setNotifyInput,
  talkIsNobodys,
  type UpdateRoomInput,
  updateRoomInput,
} from './chat-rooms.ts';
export { findMentions } from './mentions.ts';

export const messageBody = text({ max: limits.messageBody }).refine(
  (value) => !isBlankText(value),
  "can't be blank",
);

/** `threadId`: the first message of the thread that one types in. */
export const sendTypingInput = z.strictObject({ room: roomRef, threadId: id.optional() });

export const sendMessageInput = z.strictObject({
  room: roomRef,
  body: messageBody,
  /** Made by the sender; the same one sent again stores nothing and answers the first result. */
  clientId,
  /** A message of this room to quote. */
  replyTo: id.optional(),
  /** A message of this room, itself in no thread: the new one goes into its thread. */
  threadId: id.optional(),
});
export type SendMessageInput = z.input<typeof sendMessageInput>;
export const editMessageInput = z.strictObject({ id, body: messageBody });
export type EditMessageInput = z.input<typeof editMessageInput>;
export const byMessage = z.strictObject({ id });

const isEmoji = (value: string): boolean => /^\p{RGI_Emoji}$/v.test(value);

/** One emoji, as Unicode recommends it for interchange; not a word, not two. */
export const emoji = z
  .string({ error: mustBe('an emoji') })
  .max(limits.emoji, 'must be one emoji')
  .refine(isEmoji, 'must be one emoji');

/** The same by its name as well, `tada` or `:tada:`, or without the selector that makes ❤ a picture. */
const emojiRef = z
  .string({ error: mustBe('an emoji') })
  .max(limits.emoji, 'must be one emoji')
  .transform((written) => {
    const value = readEmojiName(written);
    return isEmoji(`${value}\ufe0f`) ? `${value}\ufe0f` : value;
  })
  .refine(isEmoji, 'must be one emoji, or the name of one, such as tada');

export const reactionInput = z.strictObject({ messageId: id, emoji: emojiRef });
export type ReactionInput = z.input<typeof reactionInput>;

export const listThreadInput = z.strictObject({
  messageId: id,
  after: seq.optional(),
  limit: pageLimit.optional(),
});
export type ListThreadInput = z.input<typeof listThreadInput>;

export const followThreadInput = z.strictObject({ messageId: id, isFollowing: flag });
export type FollowThreadInput = z.input<typeof followThreadInput>;

/** `seq` is that of the newest message read in it. */
export const markThreadReadInput = z.strictObject({ messageId: id, seq });

export const sendMessageResult = z.object({ id, seq });

export const listMessagesInput = z
  .strictObject({
    room: roomRef,
    before: seq.optional(),
    after: seq.optional(),
    around: seq.optional(),
    limit: pageLimit.optional(),
  })
  .superRefine((input, context) => {
    const [, ...surplus] = (['before', 'after', 'around'] as const).filter(
      (name) => input[name] !== undefined,
    );
    for (const name of surplus) {
      context.addIssue({
        code: 'custom',
        path: [name],
        message: 'is too much: give one of before, after and around',
      });
    }
  });

export const markReadInput = z.strictObject({ room: roomRef, seq });

/** `seq` is that of the oldest message to be unread; with `threadId` it is one of that thread. */
export const markUnreadInput = z.strictObject({ room: roomRef, seq, threadId: id.optional() });
export type MarkUnreadInput = z.input<typeof markUnreadInput>;

const author = userView.pick({ id: true, username: true, displayName: true, isBot: true });

/** What a reply quotes: the beginning of the message as it is now; of a deleted one, nothing. */
export const quoteView = z.object({ id, seq, author, excerpt: z.string() });
export type QuoteView = z.infer<typeof quoteView>;

/** How a message begins, in whole code points. */
export function excerptOf(body: string): string {
  return [...body.slice(0, 2 * limits.quoteExcerpt)].slice(0, limits.quoteExcerpt).join('');
}

/** The thread below a message, for its row in the room. */
export const threadSummary = z.object({ replyCount: z.int(), lastReplyAt: timestamp });
export type ThreadSummary = z.infer<typeof threadSummary>;

/** `userIds` names the first ones only; `count` counts all. */
export const reactionView = z.object({
  emoji: z.string(),
  count: z.int(),
  userIds: z.array(id),
});
export type ReactionView = z.infer<typeof reactionView>;

export const messageView = z.object({
  id,
  roomId: id,
  /** Dense in its room: 1, 2, 3 … without a gap. */
  seq,
  author,
  /** Empty once it is deleted. */
  body: z.string(),
  clientId: z.string(),
  replyTo: id.nullable(),
  quote: quoteView.nullable(),
  /** The first message of the thread that it is in. */
  threadId: id.nullable(),
  /** Dense in its thread: 1, 2, 3 … */
  threadNo: seq.nullable(),
  /** How many messages outside threads there are in the room up to it. */
  mainNo: seq,
  /** The thread below it, if there is one. */
  thread: threadSummary.nullable(),
  reactions: z.array(reactionView),
  /** The room's number of the newest change to it; 0 for none. Of two views the higher one is newer. */
  change: z.int().min(0),
  createdAt: timestamp,
  editedAt: timestamp.nullable(),
  deletedAt: timestamp.nullable(),
  /** Left out of one that is not pinned. */
  pinnedAt: timestamp.optional(),
});
export type MessageView = z.infer<typeof messageView>;

/** Oldest first. `hasBefore`/`hasAfter` tell whether the room holds more on that side. */
export const messagePage = z.object({
  items: z.array(messageView),
  hasBefore: z.boolean(),
  hasAfter: z.boolean(),
});
export type MessagePage = z.infer<typeof messagePage>;

/** A thread as one who follows it sees it: its first message, and how much is unread. */
export const threadView = z.object({
  root: messageView,
  replyCount: z.int(),
  lastSeq: seq,
  isFollowing: z.boolean(),
  unread: z.int(),
});
export type ThreadView = z.infer<typeof threadView>;

/** Oldest first, without the first message, which `thread` holds. */
export const threadPage = z.object({
  thread: threadView,
  items: z.array(messageView),
  hasAfter: z.boolean(),
});
export type ThreadPage = z.infer<typeof threadPage>;

/** What an edited message said before, newest first. */
export const messageEditView = z.object({ body: z.string(), writtenAt: timestamp });
export type MessageEditView = z.infer<typeof messageEditView>;

/** A room's seq as a tracked id brings it back: a whole number, as text or number. */
const eventId = z
  .union([z.string().regex(/^\d{1,15}$/, 'is no event id'), z.int().min(0)])
  .transform(Number);

export const onRoomInput = z.strictObject({ room: roomRef, lastEventId: eventId.optional() });

const activityRoom = roomView.pick({ id: true, slug: true, name: true });

/** What of chat waits for somebody: rooms with unread messages, mentions, threads. */
export const chatActivityItem = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('room'),
    at: timestamp,
    room: activityRoom,
    unread: z.int(),
    mentions: z.int(),
  }),
  z.object({
    kind: z.literal('mention'),
    at: timestamp,
    room: activityRoom,
    message: messageView,
  }),
  z.object({
    kind: z.literal('thread'),
    at: timestamp,
    room: activityRoom,
    thread: threadView,
  }),
]);
export type ChatActivityItem = z.infer<typeof chatActivityItem>;
