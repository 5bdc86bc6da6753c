// A comment as rows: like a line of a room, and answers a little to the right.
//
//  21:04          ada │ Who wants to test this?
//  21:07          bob │ ↳ I do.
//  21:09        carol │   ↳ Me too, on Friday.

import { sanitizeText } from '@parley/shared/text';
import type { Span, StyledRow } from '../../theme/index.ts';
import type { PendingMessage } from '../outbox.ts';
import type { CommentItem, ThreadItem } from '../thread-timeline.ts';
import { countWord } from './counts.ts';
import { type Folding, withGutter } from './gutter.ts';
import { ruleRow, span } from './row.ts';
import { pendingRows, saidRows } from './said-rows.ts';

export interface ThreadFrame extends Folding {
  readonly columns: number;
  readonly myName: string | null;
}

const drawn = new WeakMap<
  ThreadItem,
  { columns: number; unfolded: Folding['unfolded']; rows: readonly StyledRow[] }
>();

/** The rows of an item; worked out once per item, width and what is unfolded. */
export function threadRows(item: ThreadItem, frame: ThreadFrame): readonly StyledRow[] {
  const known = drawn.get(item);
  const { columns, unfolded } = frame;
  if (known?.columns === columns && known.unfolded === unfolded) return known.rows;
  const rows = draw(item, frame);
  drawn.set(item, { columns, unfolded, rows });
  return rows;
}

function draw(item: ThreadItem, frame: ThreadFrame): readonly StyledRow[] {
  const { columns } = frame;
  switch (item.kind) {
    case 'comments':
      return [[], ruleRow(headline(item), columns, { color: 'accent' }), []];
    case 'day':
      return [ruleRow(item.label, columns, { color: 'muted' })];
    case 'comment':
      return drawComment(item, frame);
    case 'pending':
      return drawPending(item.pending, item.depth, frame);
  }
}

function headline({
  count,
  countNew,
  state,
  problem,
}: Extract<ThreadItem, { kind: 'comments' }>): string {
  if (state === 'failed') {
    return `comments: ${sanitizeText(problem ?? 'could not be loaded', { multiline: false })}`;
  }
  if (state !== 'loaded' && count === 0) return 'comments …';
  if (count === 0) return 'no comments yet · i writes one';
  return countNew === 0
    ? countWord(count, 'comment')
    : `${countWord(count, 'comment')}, ${countNew} new`;
}

function drawComment(
  { comment, depth, time, isNew }: CommentItem,
  { columns, myName, ...folding }: ThreadFrame,
): readonly StyledRow[] {
  const look = { what: 'comment', columns, myName, indent: 2 * depth, ...folding } as const;
  const rows = saidRows(comment, look);
  const { username } = comment.author;
  return withGutter(indent(rows, depth), { time, username, columns, myName, isNew });
}

function drawPending(
  pending: PendingMessage,
  depth: number,
  { columns, myName, ...folding }: ThreadFrame,
): readonly StyledRow[] {
  const frame = { columns, myName, indent: 2 * depth, ...folding };
  const { rows, time } = pendingRows(pending, frame);
  const gutter = { time, username: myName ?? '', columns, myName, isPending: true };
  return withGutter(indent(rows, depth), gutter);
}

function indent(rows: readonly StyledRow[], depth: number): StyledRow[] {
  if (depth === 0) return [...rows];
  const blank = span('  '.repeat(depth));
  const first: Span[] = [span(`${'  '.repeat(depth - 1)}↳ `, { color: 'muted' })];
  return rows.map((row, index) => [...(index === 0 ? first : [blank]), ...row]);
}
