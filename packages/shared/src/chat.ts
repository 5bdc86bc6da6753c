// Chat: field rules of rooms and messages, and their public views.

import { z } from 'zod';
import { userRef, userView } from './accounts.ts';
import { memberRoles, notifyLevels, roomKinds, visibilities } from './chat-kinds.ts';
import { clientId, id, label, line, pageLimit, plainText, seq, text, timestamp } from './fields.ts';
import { limits } from './limits.ts';
import { statusView } from './status.ts';
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

export const roomSlug = z
  .string({ error: 'must be text' })
  .trim()
  .transform((value) => value.replace(/^#/, '').toLowerCase())
  .pipe(
    z
      .string()
      .min(1, "can't be blank")
      .max(limits.roomSlug, `must be at most ${limits.roomSlug} characters`)
      .regex(
        /^[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?$/,
        'may have letters a–z, digits, and - _ between them',
      )
      // A reference of that look is taken for an id, perhaps of a room that its maker may not see.
      .refine((value) => !z.guid().safeParse(value).success, 'must not look like an id'),
  );

/** A room as callers name one: slug with or without `#`, or id. */
export const roomRef = plainText
  .trim()
  .min(1, "can't be blank")
  .max(limits.roomSlug + 1, 'is no room name')
  .transform((value) => value.replace(/^#/, '').toLowerCase());

export const messageBody = text({ max: limits.messageBody }).refine(
  (value) => !isBlankText(value),
  "can't be blank",
);

export const createRoomInput = z.strictObject({
  slug: roomSlug,
  name: label({ max: limits.roomName }).optional(),
  topic: line({ max: limits.roomTopic }).optional(),
  visibility: z.enum(visibilities, { error: 'must be public or private' }),
});
export type CreateRoomInput = z.input<typeof createRoomInput>;

export const byRoom = z.strictObject({ room: roomRef });

/** `threadId`: the first message of the thread that one types in. */
export const sendTypingInput = z.strictObject({ room: roomRef, threadId: id.optional() });

export const updateRoomInput = z.strictObject({
  room: roomRef,
  slug: roomSlug.optional(),
  name: label({ max: limits.roomName }).optional(),
  topic: line({ max: limits.roomTopic }).optional(),
  isReadOnly: z.boolean().optional(),
  slowModeSeconds: z
    .int({ error: 'must be a whole number' })
    .min(0, 'must not be negative')
    .max(limits.slowModeSeconds, `must be at most ${limits.slowModeSeconds}`)
    .optional(),
  /** Days that messages are kept; null keeps them for ever. */
  retentionDays: z
    .int({ error: 'must be a whole number' })
    .min(1, 'must be at least 1')
    .max(limits.retentionDays, `must be at most ${limits.retentionDays}`)
    .nullable()
    .optional(),
  /** Whether those who come later see what was written before. */
  showsPast: z.boolean().optional(),
});
export type UpdateRoomInput = z.input<typeof updateRoomInput>;

/** A purge that is only tried: how many messages would go. */
export const countPurgeableInput = z.strictObject({
  room: roomRef,
  retentionDays: z.int({ error: 'must be a whole number' }).min(1).max(limits.retentionDays),
});

export const archiveRoomInput = z.strictObject({ room: roomRef, archived: z.boolean() });

const byMember = { room: roomRef, username: userRef };
export const memberInput = z.strictObject(byMember);
export type MemberInput = z.input<typeof memberInput>;

export const setMemberInput = z.strictObject({
  ...byMember,
  role: z.enum(memberRoles, { error: `must be one of ${memberRoles.join(', ')}` }).optional(),
  /** Until then the member does not write here; null lets them at once. */
  mutedUntil: timestamp.nullable().optional(),
});
export type SetMemberInput = z.input<typeof setMemberInput>;

export const banMemberInput = z.strictObject({
  ...byMember,
  reason: line({ max: limits.banReason }).optional(),
  /** Left out: until the ban is lifted. */
  until: timestamp.optional(),
});
export type BanMemberInput = z.input<typeof banMemberInput>;

export const createRoomInviteInput = z.strictObject({
  room: roomRef,
  /** Left out: as often as one likes. */
  maxUses: z
    .int({ error: 'must be a whole number' })
    .min(1, 'must be at least 1')
    .max(limits.inviteUses, `must be at most ${limits.inviteUses}`)
    .optional(),
  /** Left out: in a week. */
  expiresAt: timestamp.optional(),
});
export type CreateRoomInviteInput = z.input<typeof createRoomInviteInput>;

export const joinByInviteInput = z.strictObject({ code: plainText.trim().min(1).max(64) });

export const openDirectInput = z.strictObject({
  usernames: z
    .array(userRef)
    .min(1, 'must name at least one person')
    .max(limits.directPeople, `must be at most ${limits.directPeople}`),
});

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

/** One emoji, as Unicode recommends it for interchange; not a word, not two. */
export const emoji = z
  .string({ error: 'must be an emoji' })
  .max(limits.emoji, 'must be one emoji')
  .refine((value) => /^\p{RGI_Emoji}$/v.test(value), 'must be one emoji');

export const reactionInput = z.strictObject({ messageId: id, emoji });
export type ReactionInput = z.input<typeof reactionInput>;

export const listThreadInput = z.strictObject({
  messageId: id,
  after: seq.optional(),
  limit: pageLimit.optional(),
});
export type ListThreadInput = z.input<typeof listThreadInput>;

export const followThreadInput = z.strictObject({ messageId: id, isFollowing: z.boolean() });
export type FollowThreadInput = z.input<typeof followThreadInput>;

/** `seq` is that of the newest message read in it. */
export const markThreadReadInput = z.strictObject({ messageId: id, seq });

export const setNotifyInput = z.strictObject({
  room: roomRef,
  level: z.enum(notifyLevels, { error: `must be one of ${notifyLevels.join(', ')}` }).optional(),
  /** Until then nothing notifies; null ends it. */
  quietUntil: timestamp.nullable().optional(),
});
export type SetNotifyInput = z.input<typeof setNotifyInput>;

export const sendMessageResult = z.object({ id, seq });

export const listMessagesInput = z
  .strictObject({
    room: roomRef,
    before: seq.optional(),
    after: seq.optional(),
    around: seq.optional(),
    limit: pageLimit.optional(),
  })
  .refine(
    (input) =>
      [input.before, input.after, input.around].filter((value) => value !== undefined).length <= 1,
    'takes one of before, after and around',
  );

export const markReadInput = z.strictObject({ room: roomRef, seq });

export const roomView = z.object({
  id,
  slug: z.string(),
  name: z.string(),
  topic: z.string(),
  visibility: z.enum(visibilities),
  kind: z.enum(roomKinds),
  archivedAt: timestamp.nullable(),
  isReadOnly: z.boolean(),
  slowModeSeconds: z.int(),
  /** Days that messages are kept; null: for ever. */
  retentionDays: z.int().nullable(),
  showsPast: z.boolean(),
  lastSeq: seq,
  /** How many messages stand outside threads. */
  lastMain: seq,
  createdAt: timestamp,
});
export type RoomView = z.infer<typeof roomView>;

/** My own place in a room. */
export const membershipView = z.object({
  role: z.enum(memberRoles),
  lastReadSeq: seq,
  /** How many messages outside threads there are up to `lastReadSeq`. */
  readMain: seq,
  notify: z.enum(notifyLevels),
  quietUntil: timestamp.nullable(),
  mutedUntil: timestamp.nullable(),
  joinedAt: timestamp,
});
export type MembershipView = z.infer<typeof membershipView>;

export const roomListItem = roomView.extend({
  membership: membershipView.nullable(),
  /** Messages of others outside threads after my marker. */
  unread: z.int(),
  /** How many of what is unread calls me. */
  mentions: z.int(),
  /** The other people of a direct room. */
  people: z.array(userView.pick({ id: true, username: true, displayName: true })),
});
export type RoomListItem = z.infer<typeof roomListItem>;

export const memberView = z.object({
  user: userView,
  role: z.enum(memberRoles),
  mutedUntil: timestamp.nullable(),
  joinedAt: timestamp,
  /** What the person said of oneself; only there while it holds. */
  status: statusView.optional(),
});
export type MemberView = z.infer<typeof memberView>;

const author = userView.pick({ id: true, username: true, displayName: true, isBot: true });

/** What a reply quotes: the beginning of the message as it is now; of a deleted one, nothing. */
export const quoteView = z.object({ id, seq, author, excerpt: z.string() });
export type QuoteView = z.infer<typeof quoteView>;

const code = /```[\s\S]*?(?:```|$)|`[^`\n]*`/g;
const call = /(?<![\w@/.-])@([A-Za-z0-9](?:[A-Za-z0-9._-]{0,30}[A-Za-z0-9])?)/g;
const everybody = new Set(['room', 'all', 'everyone', 'here']);

/** Whom a text calls with `@name`, in lower case, and whether it calls the room; code calls nobody. */
export function findMentions(body: string): { names: string[]; callsRoom: boolean } {
  if (!body.includes('@')) return { names: [], callsRoom: false };
  const found = new Set<string>();
  for (const [, name = ''] of body.replace(code, ' ').matchAll(call)) {
    found.add(name.toLowerCase());
    if (found.size >= limits.mentionsPerMessage) break;
  }
  return {
    names: [...found].filter((name) => !everybody.has(name)),
    callsRoom: [...found].some((name) => everybody.has(name)),
  };
}

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

export const banView = z.object({
  user: userView.pick({ id: true, username: true, displayName: true }),
  reason: z.string(),
  until: timestamp.nullable(),
  createdAt: timestamp,
});
export type BanView = z.infer<typeof banView>;

export const roomInviteView = z.object({
  id,
  creator: userView.pick({ id: true, username: true, displayName: true }),
  /** Null: as often as one likes. */
  usesLeft: z.int().nullable(),
  expiresAt: timestamp,
  createdAt: timestamp,
});
export type RoomInviteView = z.infer<typeof roomInviteView>;

/** The code is shown this once; only its hash is kept. */
export const createRoomInviteResult = roomInviteView.extend({ code: z.string() });
export type CreateRoomInviteResult = z.infer<typeof createRoomInviteResult>;
