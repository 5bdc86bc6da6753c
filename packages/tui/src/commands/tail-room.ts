// One room, or one thread of it, printed as it goes on.

import type { MessageView, RoomListItem } from '@parley/shared/chat';
import { invalidField } from '@parley/shared/errors';
import { limits } from '@parley/shared/limits';
import type { Api } from '../api/index.ts';
import type { CommandContext } from './context.ts';
import { describeMessage, placeMarks } from './message-text.ts';
import type { RoomChange } from './room-changes.ts';
import { followRoom, type RoomFeedOptions } from './room-feed.ts';
import { formatClock } from './time.ts';

const newestByDefault = 10;

export interface TailOptions
  extends Pick<RoomFeedOptions, 'api' | 'openLive' | 'onAway' | 'signal'> {
  readonly room: RoomListItem;
  /** The last message that is not wanted; null for all but the newest. */
  readonly after: number | null;
  /** More are not wanted of all rooms together. */
  readonly most: number;
  /** The first message of a thread: its replies only. */
  readonly thread: string | undefined;
  /** Stands before each line, where there are several rooms. */
  readonly name: string | undefined;
  /** Asked before each message. */
  readonly take: () => 'none' | 'more' | 'last';
}

/** Ends by the signal, or when nothing more is wanted. */
export async function tailRoom(context: CommandContext, options: TailOptions): Promise<void> {
  const { api, room, after, most, thread, name, take, openLive, onAway, signal } = options;
  const newest = Math.min(newestByDefault, most);
  const printed = new Set<string>();
  const isWanted = ({ id, threadId }: MessageView) =>
    thread === undefined || threadId === thread || id === thread;

  const onChange = (change: RoomChange) => {
    const isOurs =
      change.type === 'message.edited'
        ? isWanted(change.message)
        : thread === undefined || printed.has(change.id);
    if (isOurs) printChange(context, change, name);
  };
  const follow = (from: number | null) =>
    followRoom({ room: room.id, after: from, newest, api, openLive, onAway, onChange, signal });
  async function* read(): AsyncGenerator<MessageView, void> {
    if (thread === undefined) return yield* follow(after);
    yield* await readThread(api, { room, thread, after, newest });
    for await (const message of follow(Math.max(after ?? 0, room.lastSeq))) {
      if (message.threadId === thread) yield message;
    }
  }

  for await (const message of read()) {
    const turn = take();
    if (turn === 'none') return;
    if (thread !== undefined) printed.add(message.id);
    // Whoever reads one thread knows where all that stands.
    const marks = placeMarks(thread === undefined ? message : { ...message, threadId: null });
    context.result(message, ...describeMessage(message, { room: name, marks }));
    if (turn === 'last') return;
  }
}

/** The thread as far as the room had come: what is later comes by following the room. */
async function readThread(
  api: Api,
  {
    room,
    thread,
    after,
    newest,
  }: { room: RoomListItem; thread: string; after: number | null; newest: number },
): Promise<MessageView[]> {
  const found: MessageView[] = [];
  let last = after ?? 0;
  for (let hasAfter = true; hasAfter; ) {
    const input = { messageId: thread, after: last, limit: limits.pageMax };
    const page = await api.chat.listThread.query(input);
    const { root } = page.thread;
    if (root.roomId !== room.id) throw invalidField('--thread', 'is no message of this room');
    if (found.length === 0 && root.seq > (after ?? 0)) found.push(root);
    found.push(...page.items.filter(({ seq }) => seq <= room.lastSeq));
    last = page.items.at(-1)?.seq ?? last;
    hasAfter = page.hasAfter && page.items.length > 0;
  }
  return after === null ? found.slice(-newest) : found;
}

/** With JSON a line is a message, unless `--changes` asks for events among them. */
function printChange(context: CommandContext, change: RoomChange, name: string | undefined): void {
  if (context.isJson) {
    if (context.has('changes')) context.result(change);
    return;
  }
  if (change.type === 'message.edited') {
    const marks = [...placeMarks(change.message), 'edited'];
    const lines = describeMessage(change.message, { room: name, marks });
    context.result(change, ...lines);
    return;
  }
  // No author stands here, so it can be no message of anybody.
  const gutter = [formatClock(change.deletedAt), ...(name === undefined ? [] : [name])].join(' ');
  context.result(change, `${gutter} -- message ${change.seq} was deleted`);
}
