// Reactions under a message, and the window where one chooses one.
//
//  21:04          ada │ Who wants to test this?
//                     │ 👍 3  [🎉 1]            own ones in brackets

import type { ReactionView } from '@parley/shared/chat';
import { clipText, displayWidth, padText, sanitizeText } from '@parley/shared/text';
import type { Span, StyledRow } from '../../theme/index.ts';
import type { AppState } from '../app-state.ts';
import { pickerPlace } from '../layout.ts';
import type { Overlay } from '../overlay.ts';
import { reactionChoices } from '../reaction-choice.ts';
import { overlayWindow } from '../text-windows.ts';
import { formatCount } from './counts.ts';
import { frame } from './frame-rows.ts';
import type { PlacedRows } from './overlay-rows.ts';
import { fillRow, span } from './row.ts';

/** An emoji from a server may be anything at all. */
function shownEmoji(emoji: string): string {
  return clipText(sanitizeText(emoji, { multiline: false }), 6);
}

export function reactionRows(
  reactions: readonly ReactionView[],
  { columns, myId }: { columns: number; myId: string | null },
): StyledRow[] {
  const rows: Span[][] = [];
  let width = columns;
  for (const { emoji, count, userIds } of reactions) {
    if (count < 1) continue;
    const what = `${shownEmoji(emoji)} ${formatCount(count)}`;
    const isMine = myId !== null && userIds.includes(myId);
    const text = isMine ? `[${what}]` : what;
    const part = span(text, isMine ? { color: 'accent', bold: true } : { color: 'muted' });
    const needed = displayWidth(text);
    if (width + 2 + needed > columns) {
      rows.push([part]);
      width = needed;
    } else {
      rows.at(-1)!.push(span('  '), part);
      width += 2 + needed;
    }
  }
  return rows;
}

export function reactionPickerRows(
  state: AppState,
  { input, selected }: Extract<Overlay, { kind: 'react' }>,
): PlacedRows {
  const { x, y, columns, rows } = pickerPlace(state.size);
  const options = reactionChoices(state)?.options ?? [];
  const most = rows - 2;
  const first = Math.max(0, Math.min(selected - Math.floor(most / 2), options.length - most));
  const shown = options.slice(first, first + most).map((option, index): StyledRow => {
    const look = first + index === selected ? { inverse: true } : {};
    const said = option.isMine ? `${formatCount(option.count)}, yours` : `${option.count || ''}`;
    const emoji = padText(shownEmoji(option.emoji), 3);
    const name = clipText(option.name, columns - 8 - said.length);
    const left = [span(` ${emoji}`, look), span(name, { bold: true, ...look })];
    const filled = fillRow(left, columns - said.length - 1, look);
    return [...filled, span(`${said} `, { color: 'muted', ...look })];
  });
  const prompt = span('› ', { color: 'accent', bold: true });
  const line: StyledRow =
    input.text === ''
      ? [prompt, span('a name, or an emoji', { color: 'muted' })]
      : [prompt, span(overlayWindow(state)?.rows[0] ?? '')];
  const empty: StyledRow[] =
    options.length === 0 ? [[span(' No emoji of that name.', { color: 'muted' })]] : [];
  const content = [line, [span('─'.repeat(columns), { color: 'muted' })], ...shown, ...empty];
  return { x: x - 2, y: y - 1, rows: frame('React', content as StyledRow[], { columns, rows }) };
}
