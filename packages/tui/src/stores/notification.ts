// Which messages are told outside the window, and in what words; nothing in them but plain text.

import type { CommentActivityItem } from '@parley/shared/blog';
import type { MembershipView, MessageView } from '@parley/shared/chat';
import { sayBody } from '@parley/shared/chat-action';
import { type SetStatusInput, statusAt } from '@parley/shared/status';
import { clipText, sanitizeText } from '@parley/shared/text';
import { currentRoute } from '../router/index.ts';
import { type AppState, openRoom, openThreadId } from './app-state.ts';
import { parseQuiet, sayUntil } from './quiet.ts';
import { labelRoom } from './room-label.ts';
import { isThreadBeside } from './talk-side.ts';
import { isWatched } from './watching.ts';

export interface Notification {
  readonly kind: 'mention' | 'message' | 'comment';
  /** Of a comment, the title of its post. */
  readonly room: string;
  readonly author: string;
  readonly text: string;
  /** ISO 8601. */
  readonly at: string;
}

/** What the person set for this computer. */
export interface NotifyRules {
  /** `mentions`: who calls me, and direct rooms. `all`: whatever the level of its room lets through. */
  readonly about: 'mentions' | 'all';
  /** Minutes of the local day between which nothing notifies. */
  readonly quietHours: { readonly from: number; readonly to: number } | null;
}

export const defaultNotifyRules: NotifyRules = { about: 'mentions', quietHours: null };

export interface HeardMessage {
  readonly message: MessageView;
  readonly isMention: boolean;
}

/** What to tell of a message that has just come; null when it is not to be told. */
export function notificationOf(
  state: AppState,
  { message, isMention }: HeardMessage,
  { rules, now }: { rules: NotifyRules; now: number },
): Notification | null {
  const known = state.rooms.get(message.roomId);
  if (!known?.membership || message.author.id === state.me?.id) return null;
  const { notify, quietUntil } = known.membership;
  const isCall = isMention || known.room.kind === 'direct';
  const isWanted = notify !== 'nothing' && (isCall || (notify === 'all' && rules.about === 'all'));
  const isQuiet = quietUntil !== null && Date.parse(quietUntil) > now;
  if (!isWanted || isQuiet || isSilent(state, rules, now) || isLookedAt(state, message))
    return null;
  return {
    kind: isMention ? 'mention' : 'message',
    room: line(labelRoom(known.room, known.people), 60),
    author: line(message.author.username, 40),
    text: line(sayBody(message.body, message.author.username), 200),
    at: line(message.createdAt, 40),
  };
}

/** Several that were held back, as one: who and where, and how many; a call among them makes it one. */
export function summarize(held: readonly Notification[]): Notification {
  const names = (of: (each: Notification) => string) => {
    const all = [...new Set(held.map(of))];
    return all.length > 3
      ? `${all.slice(0, 2).join(', ')} and ${all.length - 2} more`
      : all.join(', ');
  };
  const calls = held.filter(({ kind }) => kind !== 'message').length;
  const which = calls === 0 || calls === held.length ? '' : `, ${calls} of them for you`;
  return {
    kind: held.find(({ kind }) => kind === 'mention')?.kind ?? held[0]?.kind ?? 'message',
    room: line(
      names(({ room }) => room),
      120,
    ),
    author: line(
      names(({ author }) => author),
      120,
    ),
    text: `${held.length} more messages${which}`,
    at: held.at(-1)?.at ?? '',
  };
}

/** The same of a comment that waits for me; it is a call, whatever the rules are about. */
export function commentNotificationOf(
  state: AppState,
  { at, post, newest }: CommentActivityItem,
  { rules, now }: { rules: NotifyRules; now: number },
): Notification | null {
  const route = currentRoute(state.routes);
  const isRead = isWatched(state) && route.name === 'reader' && route.postId === post.id;
  if (isRead || isSilent(state, rules, now)) return null;
  return {
    kind: 'comment',
    room: line(post.title, 60),
    author: line(newest.author.username, 40),
    text: line(newest.excerpt, 200),
    at: line(at, 40),
  };
}

function line(text: string, columns: number): string {
  return clipText(sanitizeText(text, { multiline: false }), columns);
}

/** I am not to be disturbed, or not at this hour. */
function isSilent({ me }: AppState, rules: NotifyRules, now: number): boolean {
  return statusAt(me?.status, now)?.state === 'dnd' || isQuietHour(rules, now);
}

/** Hours may reach over midnight. */
export function isQuietHour({ quietHours }: NotifyRules, now: number): boolean {
  if (quietHours === null) return false;
  const date = new Date(now);
  const minute = 60 * date.getHours() + date.getMinutes();
  const { from, to } = quietHours;
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}

function isLookedAt(state: AppState, { roomId, threadId }: MessageView): boolean {
  if (!isWatched(state) || openRoom(state)?.room.id !== roomId) return false;
  const openId = openThreadId(state);
  // In a narrow window the thread lies over what is said in the room.
  return threadId === openId || (threadId === null && isThreadBeside(state));
}

/** What of a room notifies from now on, as a sentence. */
export function sayNotify(
  name: string,
  { notify, quietUntil }: Pick<MembershipView, 'notify' | 'quietUntil'>,
  now: number,
): string {
  if (quietUntil !== null && Date.parse(quietUntil) > now)
    return `${name} is quiet until ${sayUntil(quietUntil, now)}.`;
  const what = {
    all: 'everything notifies',
    mentions: 'only calls notify',
    nothing: 'nothing notifies',
  };
  return `In ${name} ${what[notify]}.`;
}

/** What `/away` and `/dnd` say: words, and before them perhaps for how long, as `2h`. */
export function parseStatus(
  state: SetStatusInput['state'],
  argument: string,
  now: number,
): SetStatusInput {
  const [, length = '', rest = ''] = /^(\d{1,4}[mhd])(?:\s+(.*))?$/su.exec(argument) ?? [];
  const until = length === '' ? undefined : (parseQuiet(length, now) ?? undefined);
  const text = until === undefined ? argument : rest;
  return { state, ...(text !== '' && { text }), ...(until !== undefined && { until }) };
}
