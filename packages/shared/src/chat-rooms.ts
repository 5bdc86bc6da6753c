// Rooms: their field rules, and how they and one's own place in them look.

import { z } from 'zod';
import { userRef, userView } from './accounts.ts';
import { memberRoles, notifyLevels, roomKinds, visibilities } from './chat-kinds.ts';
import { flag, hashName, id, label, line, mustBe, plainText, seq, timestamp } from './fields.ts';
import { limits } from './limits.ts';

export const roomSlug = hashName({
  max: limits.roomSlug,
  pattern: /^[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?$/,
  may: 'letters a–z, digits, and - _ between them',
})
  // A reference of that look is taken for an id, perhaps of a room that its maker may not see.
  .refine((value) => !z.guid().safeParse(value).success, 'must not look like an id');

/** A room as callers name one: slug with or without `#`, or id. */
export const roomRef = plainText
  .trim()
  .min(1, "can't be blank")
  .max(limits.roomSlug + 1, 'is no room name')
  .transform((value) => value.replace(/^#/, '').toLowerCase());

const visibility = z.enum(visibilities, { error: mustBe('public or private') });

export const createRoomInput = z.strictObject({
  slug: roomSlug,
  name: label({ max: limits.roomName }).optional(),
  topic: line({ max: limits.roomTopic }).optional(),
  visibility,
});
export type CreateRoomInput = z.input<typeof createRoomInput>;

export const byRoom = z.strictObject({ room: roomRef });

export const updateRoomInput = z.strictObject({
  room: roomRef,
  slug: roomSlug.optional(),
  name: label({ max: limits.roomName }).optional(),
  topic: line({ max: limits.roomTopic }).optional(),
  /**
   * For owners. What was written before a room became public stays with those who were in it. `showsPast`
   * becomes what it is in a new room of that kind, unless it is given.
   */
  visibility: visibility.optional(),
  isReadOnly: flag.optional(),
  slowModeSeconds: z
    .int({ error: mustBe('a whole number') })
    .min(0, 'must not be negative')
    .max(limits.slowModeSeconds, `must be at most ${limits.slowModeSeconds}`)
    .optional(),
  /** Days that messages are kept; null keeps them for ever. */
  retentionDays: z
    .int({ error: mustBe('a whole number') })
    .min(1, 'must be at least 1')
    .max(limits.retentionDays, `must be at most ${limits.retentionDays}`)
    .nullable()
    .optional(),
  /** Whether those who come later see what was written before. */
  showsPast: flag.optional(),
});
export type UpdateRoomInput = z.input<typeof updateRoomInput>;

/** A purge that is only tried: how many messages would go. */
export const countPurgeableInput = z.strictObject({
  room: roomRef,
  retentionDays: z
    .int({ error: mustBe('a whole number') })
    .min(1)
    .max(limits.retentionDays),
});

export const archiveRoomInput = z.strictObject({ room: roomRef, archived: flag });

export const openDirectInput = z.strictObject({
  usernames: z
    .array(userRef)
    .min(1, 'must name at least one person')
    .max(limits.directPeople, `must be at most ${limits.directPeople}`),
});

/** Why a talk has no roles, links, bans, rules or webhooks. */
export const talkIsNobodys =
  'In a talk of people nobody looks after it. Talk with others in one of its own, or make a room.';

export const setNotifyInput = z.strictObject({
  room: roomRef,
  level: z.enum(notifyLevels, { error: mustBe(`one of ${notifyLevels.join(', ')}`) }).optional(),
  /** Until then nothing notifies; null ends it. */
  quietUntil: timestamp.nullable().optional(),
});
export type SetNotifyInput = z.input<typeof setNotifyInput>;

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
  /** How many messages that I have not read call me, in the room and in its threads. */
  mentions: z.int(),
  /** How many of these are in threads: reading the room does not read them. */
  threadMentions: z.int(),
  /** The other people of a direct room. */
  people: z.array(userView.pick({ id: true, username: true, displayName: true })),
});
export type RoomListItem = z.infer<typeof roomListItem>;
