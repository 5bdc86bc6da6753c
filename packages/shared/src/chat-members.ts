// People in rooms: members, bans and invites, their field rules and views.

import { z } from 'zod';
import { userRef, userView } from './accounts.ts';
import { memberRoles } from './chat-kinds.ts';
import { roomRef } from './chat-rooms.ts';
import { cursor, id, line, mustBe, plainText, timestamp } from './fields.ts';
import { limits } from './limits.ts';
import { statusView } from './status.ts';

const byMember = { room: roomRef, username: userRef };
export const memberInput = z.strictObject(byMember);
export type MemberInput = z.input<typeof memberInput>;

export const listMembersInput = z.strictObject({ room: roomRef, cursor: cursor.optional() });
export type ListMembersInput = z.input<typeof listMembersInput>;

export const setMemberInput = z.strictObject({
  ...byMember,
  role: z.enum(memberRoles, { error: mustBe(`one of ${memberRoles.join(', ')}`) }).optional(),
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
    .int({ error: mustBe('a whole number') })
    .min(1, 'must be at least 1')
    .max(limits.inviteUses, `must be at most ${limits.inviteUses}`)
    .optional(),
  /** Left out: in a week. */
  expiresAt: timestamp.optional(),
});
export type CreateRoomInviteInput = z.input<typeof createRoomInviteInput>;

export const joinByInviteInput = z.strictObject({ code: plainText.trim().min(1).max(64) });

export const memberView = z.object({
  user: userView,
  role: z.enum(memberRoles),
  mutedUntil: timestamp.nullable(),
  joinedAt: timestamp,
  /** What the person said of oneself; only there while it holds. */
  status: statusView.optional(),
});
export type MemberView = z.infer<typeof memberView>;

/** What is shown of a member beside the name: a role, or until when they do not write here. */
export const memberMark = z.object({
  userId: id,
  role: z.enum(memberRoles),
  mutedUntil: timestamp.nullable(),
});
export type MemberMark = z.infer<typeof memberMark>;

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
