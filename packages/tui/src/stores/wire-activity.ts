// The gate for what waits: activity that the server tells becomes well-formed and bounded, or nothing.

import { type ActivityItem, activityItem } from '@parley/shared/activity';
import { excerptOf, roomView } from '@parley/shared/chat';
import { notifyLevels } from '@parley/shared/chat-kinds';
import type { ActivityEvent } from '@parley/shared/events';
import { limits } from '@parley/shared/limits';
import { type ScheduledMessageView, scheduledMessageView } from '@parley/shared/scheduled';
import { z } from 'zod';
import { message, seq, unwrap } from './wire-events.ts';

const scheduledMessage = scheduledMessageView.transform((view) => ({
  ...view,
  body: view.body.slice(0, limits.messageBody),
  quote: view.quote && { ...view.quote, excerpt: excerptOf(view.quote.excerpt) },
  failure: view.failure?.slice(0, 500) ?? null,
}));

const clip = (word: string) => word.slice(0, limits.keywordMax);

const putOut = z.object({
  by: z.string(),
  ban: z
    .object({
      reason: z.string().transform((reason) => reason.slice(0, limits.banReason)),
      until: z.string().nullable(),
    })
    .optional(),
});

const heardRooms = 200;

// One bad room must not cost the others.
const rooms = z
  .array(z.unknown())
  .transform((items) =>
    items.slice(0, heardRooms).flatMap((item) => roomView.safeParse(item).data ?? []),
  );

const activityEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('activity.joined') }),
  z.object({
    type: z.literal('room.activity'),
    roomId: z.string(),
    lastSeq: seq,
    lastMain: seq,
  }),
  z.object({ type: z.literal('rooms.listed'), rooms, gone: z.array(z.string()).optional() }),
  z.object({ type: z.literal('room.entered'), roomId: z.string(), by: z.string().optional() }),
  z.object({ type: z.literal('room.gone'), roomId: z.string(), putOut: putOut.optional() }),
  z.object({ type: z.literal('room.hidden'), roomId: z.string() }),
  z.object({
    type: z.literal('room.notify'),
    roomId: z.string(),
    notify: z.enum(notifyLevels),
    quietUntil: z.string().nullable(),
  }),
  z.object({
    type: z.literal('room.read'),
    roomId: z.string(),
    lastReadSeq: seq,
    readMain: seq,
    mentions: seq,
    threadMentions: seq,
  }),
  z.object({ type: z.literal('mentioned'), roomId: z.string(), message }),
  z.object({
    type: z.literal('thread.activity'),
    roomId: z.string(),
    rootId: z.string(),
    replyCount: seq,
    unread: seq,
  }),
  z.object({
    type: z.literal('keywords.changed'),
    words: z.array(z.string()).transform((words) => words.slice(0, limits.keywords).map(clip)),
  }),
  z.object({ type: z.literal('scheduled.failed'), scheduled: scheduledMessage }),
  z.object({ type: z.literal('comments.activity'), postId: z.string(), unread: seq }),
]) satisfies z.ZodType<ActivityEvent>;

export type HeardActivity = z.infer<typeof activityEvent>;

/** What the client follows of its activity; undefined when it is none of that. */
export function parseActivityEvent(delivery: unknown): HeardActivity | undefined {
  return activityEvent.safeParse(unwrap(delivery)).data;
}

/** The words that call me, as a list of them came. */
export function parseKeywords(items: unknown): string[] {
  const listed = z.array(z.object({ word: z.string() })).safeParse(items).data ?? [];
  return listed.slice(0, limits.keywords).map(({ word }) => clip(word));
}

/** The well-formed ones among what is sent later, each judged alone. */
export function parseScheduled(items: unknown): ScheduledMessageView[] {
  const listed = z.array(z.unknown()).safeParse(items).data ?? [];
  return listed
    .slice(0, limits.scheduledMessages)
    .flatMap((item) => scheduledMessage.safeParse(item).data ?? []);
}

/** The well-formed ones among what waits, each judged alone. */
export function parseActivity(items: unknown): ActivityItem[] {
  const listed = z.array(z.unknown()).safeParse(items).data ?? [];
  return listed
    .slice(0, limits.activity)
    .flatMap((item) => activityItem.safeParse(item).data ?? [])
    .map((item) =>
      item.kind === 'mention' ? { ...item, message: message.parse(item.message) } : item,
    );
}
