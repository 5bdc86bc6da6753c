// The gate for what the server sends: deliveries become well-formed events, or nothing.

import {
  type MemberView,
  type MessageView,
  memberMark,
  membershipView,
  memberView,
  messageView,
  roomView,
  type ThreadPage,
} from '@parley/shared/chat';
import type { RoomEvent } from '@parley/shared/events';
import { limits } from '@parley/shared/limits';
import { type PresenceState, presenceEntry } from '@parley/shared/presence';
import type { StatusView } from '@parley/shared/status';
import { z } from 'zod';
import { keptPeople } from './room-presence.ts';

/** An excerpt counts code points, and each may take two. */
const longestExcerpt = 2 * limits.quoteExcerpt;

const keptDevices = 100;

/** A message of bounded size. */
export const message = messageView.transform((view) => ({
  ...view,
  body: view.body.slice(0, limits.messageBody),
  quote: view.quote && { ...view.quote, excerpt: view.quote.excerpt.slice(0, longestExcerpt) },
  reactions: view.reactions.slice(0, limits.emojiPerMessage).map((reaction) => ({
    ...reaction,
    emoji: reaction.emoji.slice(0, limits.emoji),
    userIds: reaction.userIds.slice(0, limits.usersShownPerEmoji),
  })),
}));

// One bad message must not cost the whole backlog, so each is judged alone.
const messages = z
  .array(z.unknown())
  .transform((items): MessageView[] =>
    items.slice(-limits.resumeBacklog).flatMap((item) => message.safeParse(item).data ?? []),
  );

// As above: one bad mark costs itself.
const marked = z
  .array(z.unknown())
  .transform((items) =>
    items.slice(0, limits.markedMembers).flatMap((item) => memberMark.safeParse(item).data ?? []),
  );

function bound<T extends { status?: StatusView }>(one: T): T {
  const { status } = one;
  if (status === undefined) return one;
  return { ...one, status: { ...status, text: status.text.slice(0, limits.statusText) } };
}

const presence = z.record(z.string(), z.unknown()).transform((state): PresenceState => {
  const entries = Object.entries(state)
    .slice(0, keptPeople)
    .flatMap(([key, entry]) => {
      const parsed = presenceEntry.safeParse(entry).data;
      if (parsed === undefined || key === '__proto__') return [];
      return [[key, { metas: parsed.metas.slice(0, keptDevices).map(bound) }] as const];
    });
  return Object.fromEntries(entries);
});

export const seq = z.int().min(0);

const pin = {
  seq,
  messageId: z.string(),
  change: seq,
  user: z.object({ id: z.string(), username: z.string() }),
};

const reaction = { ...pin, emoji: z.string().max(limits.emoji), count: seq };

const roomEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('room.joined'),
    room: roomView,
    membership: membershipView.nullable(),
    messages,
    gap: z.object({ afterSeq: seq, beforeSeq: seq }).nullable(),
    changed: messages,
    marked: marked.optional(),
  }),
  // A server of before there were counts tells of all.
  z.object({ type: z.literal('presence.state'), state: presence, count: seq.catch(0) }),
  z.object({
    type: z.literal('presence.diff'),
    joins: presence,
    leaves: presence,
    count: seq.catch(0),
  }),
  z.object({ type: z.literal('message.created'), seq, message }),
  z.object({ type: z.literal('message.edited'), seq, message }),
  z.object({
    type: z.literal('message.deleted'),
    seq,
    id: z.string(),
    change: seq,
    deletedAt: z.string(),
  }),
  z.object({ type: z.literal('message.pinned'), ...pin, pinnedAt: z.string() }),
  z.object({ type: z.literal('message.unpinned'), ...pin }),
  z.object({ type: z.literal('reaction.added'), ...reaction }),
  z.object({ type: z.literal('reaction.removed'), ...reaction }),
  z.object({
    type: z.literal('typing'),
    user: z.object({ id: z.string(), username: z.string() }),
    // Not told by servers of before there were threads.
    threadId: z.string().nullable().default(null),
    expiresInMs: z.number().min(0).max(60_000),
  }),
  z.object({ type: z.literal('room.updated'), room: roomView }),
  z.object({ type: z.literal('member.joined'), member: memberView }),
  z.object({ type: z.literal('member.updated'), member: memberView }),
  z.object({
    type: z.literal('member.left'),
    userId: z.string(),
    username: z.string(),
    by: z.string().optional(),
  }),
]) satisfies z.ZodType<RoomEvent>;

/** The room event in a delivery; undefined when it is none that we know. */
export function parseRoomEvent(delivery: unknown): RoomEvent | undefined {
  return roomEvent.safeParse(unwrap(delivery)).data;
}

/** The well-formed messages of a page. */
export function parseMessages(items: unknown): MessageView[] {
  return messages.safeParse(items).data ?? [];
}

const threadPage = z.object({
  thread: z.object({
    root: message,
    replyCount: seq,
    lastSeq: seq,
    isFollowing: z.boolean(),
    unread: seq,
  }),
  items: messages,
  hasAfter: z.boolean(),
});

/** A page of the thread that was asked for. @throws Error when it is none */
export function parseThreadPage(answer: unknown, rootId: string): ThreadPage {
  const page = threadPage.safeParse(answer).data;
  if (page?.thread.root.id !== rootId) throw new Error('The server answered with another thread.');
  return page;
}

/** The well-formed people of a page. */
export function parsePeople(answer: unknown): PresenceState {
  return presence.safeParse(answer).data ?? {};
}

/** The well-formed members of a room, each judged alone. */
export function parseMembers(items: unknown): MemberView[] {
  const listed = z.array(z.unknown()).safeParse(items).data ?? [];
  return listed
    .slice(0, keptPeople)
    .flatMap((item) => memberView.safeParse(item).data ?? [])
    .map(bound);
}

// Durable events come in tRPC's tracked envelope `{id, data}`, the others bare.
export function unwrap(delivery: unknown): unknown {
  const isEnvelope = typeof delivery === 'object' && delivery !== null && !('type' in delivery);
  return isEnvelope && 'data' in delivery ? delivery.data : delivery;
}
