// `tui status`: counts for the status line of tmux, polybar and their like.

import type { ActivityItem } from '@parley/shared/activity';
import type { RoomListItem } from '@parley/shared/chat';
import type { CommandContext } from './context.ts';
import { usageError } from './report-error.ts';

export interface Status {
  /** Unread messages, of rooms that notify of all. */
  readonly unread: number;
  /** Unread messages that call one. */
  readonly mentions: number;
  /** Unread messages of direct rooms. */
  readonly direct: number;
  /** Rooms with something unread. */
  readonly rooms: number;
  /** Unread replies in threads that one follows. */
  readonly threads: number;
  /** Comments on one's posts, and answers to one's comments, that one has not read. */
  readonly comments: number;
}

const names = [
  'unread',
  'mentions',
  'direct',
  'rooms',
  'threads',
  'comments',
] as const satisfies (keyof Status)[];

export async function status(context: CommandContext): Promise<void> {
  const format = context.option('format') ?? '{unread} {mentions}';
  checkFormat(format);
  const api = await context.api();
  const [rooms, activity] = await Promise.all([
    api.chat.listRooms.query(),
    // Asked every few seconds: only what is shown is looked up.
    context.isJson || /\{(?:comments|threads)\}/.test(format)
      ? api.chat.listActivity.query()
      : { items: [] },
  ]);
  const counts = {
    ...countStatus(rooms.items, new Date()),
    ...countActivity(activity.items),
  };
  context.result(counts, formatStatus(format, counts));
}

/** Rooms that are told to be quiet count for nothing. */
export function countStatus(
  rooms: readonly RoomListItem[],
  now: Date,
): Omit<Status, 'threads' | 'comments'> {
  const sum = { unread: 0, mentions: 0, direct: 0, rooms: 0 };
  for (const { membership, unread, mentions, kind } of rooms) {
    if (membership === null || membership.notify === 'nothing') continue;
    if (membership.quietUntil !== null && Date.parse(membership.quietUntil) > now.getTime()) {
      continue;
    }
    const counted = membership.notify === 'all' ? unread : mentions;
    sum.unread += counted;
    sum.mentions += mentions;
    sum.direct += kind === 'direct' ? counted : 0;
    sum.rooms += counted > 0 ? 1 : 0;
  }
  return sum;
}

function countActivity(items: readonly ActivityItem[]): Pick<Status, 'threads' | 'comments'> {
  const sum = { threads: 0, comments: 0 };
  for (const item of items) {
    if (item.kind === 'comments') sum.comments += item.unread;
    if (item.kind === 'thread') sum.threads += item.thread.unread;
  }
  return sum;
}

export function formatStatus(format: string, counts: Status): string {
  return names.reduce((text, name) => text.replaceAll(`{${name}}`, String(counts[name])), format);
}

function checkFormat(format: string): void {
  const unknown = [...format.matchAll(/\{([a-z]+)\}/g)]
    .map(([, name]) => name!)
    .find((name) => !names.some((known) => known === name));
  if (unknown === undefined) return;
  const known = names.map((name) => `{${name}}`).join(' ');
  throw usageError(`--format knows ${known}, not {${unknown}}.`);
}
