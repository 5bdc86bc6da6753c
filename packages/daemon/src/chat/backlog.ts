// What those who come to a room missed: read once for all who come at about the same time, and each takes its part.

import type { MessageView } from '@parley/shared/chat';
import { limits } from '@parley/shared/limits';
import { gatherReads, type Sql } from '../repo/index.ts';
import type { MessageReader } from './history.ts';
import { hideQuote, type MessageRow, toMessageView } from './message.ts';

/** What one who comes may see and lacks. */
export interface BacklogPart {
  readonly roomId: string;
  /** Nothing up to this seq is seen by it. */
  readonly visibleAfter: number;
  /** It sees and lacks the messages with `after < seq <= upTo`, {@link limits.resumeBacklog} at most. */
  readonly after: number;
  readonly upTo: number;
  /**
   * Of the messages up to the cursor it lacks the changes made since then, up to that number: the oldest
   * {@link limits.resumeBacklog} of them.
   */
  readonly changed: { readonly cursor: number; readonly upTo: number } | null;
}

export interface BacklogMessages {
  messages: MessageView[];
  changed: MessageView[];
}

/** One row, one view: what is equal for several is the same object, so that it is encoded once. */
interface Read {
  readonly view: MessageView;
  readonly changedAtSeq: number;
}

/**
 * @returns a reader that answers each with exactly what a reading of its own would have: parts of a
 *   room are read from the lowest place up to the highest, and cut to what each lacks and may see.
 */
export function createBacklogReader(
  sql: Sql,
  { columns, joins }: MessageReader,
): (part: BacklogPart) => Promise<BacklogMessages> {
  async function readMessages(parts: readonly BacklogPart[]): Promise<Read[]> {
    const after = Math.min(...parts.map((part) => part.after));
    const upTo = Math.max(...parts.map((part) => part.upTo));
    if (after >= upTo) return [];
    const rows = await sql<MessageRow[]>`
      select ${columns} from messages m ${joins}
      where m.room_id = ${parts[0]!.roomId} and m.seq > ${after} and m.seq <= ${upTo}
      order by m.seq`;
    return rows.map(toRead);
  }

  /** Null when there is more than one is told at once: then how much of it each is told is not known here. */
  async function readChanged(parts: readonly BacklogPart[]): Promise<Read[] | null> {
    const most = limits.resumeBacklog;
    const resumed = parts.flatMap(({ changed, visibleAfter }) =>
      changed && changed.upTo > 0 ? [{ ...changed, visibleAfter }] : [],
    );
    if (resumed.length === 0) return [];
    const rows = await sql<MessageRow[]>`
      select ${columns} from messages m ${joins}
      where m.room_id = ${parts[0]!.roomId} and m.change > 0
        and m.change <= ${Math.max(...resumed.map(({ upTo }) => upTo))}
        and m.changed_at_seq >= ${Math.min(...resumed.map(({ cursor }) => cursor))}
        and m.seq <= ${Math.max(...resumed.map(({ cursor }) => cursor))}
        and m.seq > ${Math.min(...resumed.map(({ visibleAfter }) => visibleAfter))}
      order by m.changed_at_seq, m.change limit ${most}`;
    return parts.length > 1 && rows.length >= most ? null : rows.map(toRead);
  }

  async function read(parts: readonly BacklogPart[]): Promise<BacklogMessages[]> {
    const [messages, changed] = await Promise.all([readMessages(parts), readChanged(parts)]);
    const answer = async (part: BacklogPart): Promise<BacklogMessages> => ({
      messages: takeMessages(part, messages),
      changed: takeChanged(part, changed ?? (await readChanged([part]))!),
    });
    // Who lack the same get the same lists: whoever encodes a list does so once.
    const answers = new Map<string, Promise<BacklogMessages>>();
    return Promise.all(
      parts.map((part) => {
        const name = JSON.stringify(part);
        const known = answers.get(name) ?? answer(part);
        answers.set(name, known);
        return known;
      }),
    );
  }

  return gatherReads({ read, keyOf: ({ roomId }) => roomId });
}

function toRead(row: MessageRow): Read {
  return { view: toMessageView(row), changedAtSeq: Number(row.changedAtSeq) };
}

/** Of what was read for several, what this one lacks and may see. */
function takeMessages({ after, upTo, visibleAfter }: BacklogPart, read: readonly Read[]) {
  return read
    .filter(({ view: { seq } }) => seq > after && seq <= upTo)
    .map(({ view }) => hideQuote(view, visibleAfter));
}

function takeChanged({ changed, visibleAfter }: BacklogPart, read: readonly Read[]) {
  if (!changed) return [];
  const { cursor, upTo } = changed;
  return read
    .filter(({ view: { seq, change }, changedAtSeq }) => {
      const isSeen = seq > visibleAfter && seq <= cursor;
      return isSeen && change <= upTo && changedAtSeq >= cursor;
    })
    .map(({ view }) => hideQuote(view, visibleAfter));
}
