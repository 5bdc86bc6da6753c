// The window of what is pinned in a room: who said it, and how it begins.
//
//  ada  The code of the door is with the porter …
//  bob  Lunch is at twelve, on Fridays at one

import { sayBody } from '@parley/shared/chat-action';
import { clipText, displayWidth, sanitizeText } from '@parley/shared/text';
import type { StyledRow } from '../../theme/index.ts';
import type { AppState } from '../app-state.ts';
import { computeLayout } from '../layout.ts';
import type { Overlay } from '../overlay.ts';
import { labelRoom } from '../room-label.ts';
import { frame } from './frame-rows.ts';
import type { PlacedRows } from './overlay-rows.ts';
import { fillRow, span } from './row.ts';

export function pinRows(
  state: AppState,
  { roomId, messages, selected }: Extract<Overlay, { kind: 'pins' }>,
): PlacedRows {
  const { x, y, columns, rows } = computeLayout(state).overlay;
  const all = messages ?? [];
  const first = Math.max(0, Math.min(selected - Math.floor(rows / 2), all.length - rows));
  const shown = all.slice(first, first + rows).map(({ author, body }, index): StyledRow => {
    const look = first + index === selected ? { inverse: true } : {};
    const name = clipText(sanitizeText(author.username, { multiline: false }), 16);
    const text = sanitizeText(sayBody(body.slice(0, 4 * columns), name), { multiline: false });
    const room = columns - displayWidth(name) - 4;
    return fillRow(
      [span(` ${name}  `, { bold: true, ...look }), span(clipText(text, room), look)],
      columns,
      look,
    );
  });
  const nothing = messages === null ? ' loading …' : ' Nothing is pinned. p pins a message.';
  const content = shown.length > 0 ? shown : [[span(nothing, { color: 'muted' })] as StyledRow];
  const room = state.rooms.get(roomId);
  const label = room === undefined ? '' : labelRoom(room.room, room.people);
  const title = clipText(`◆ ${sanitizeText(label, { multiline: false })}`, columns - 2);
  return { x: x - 2, y: y - 1, rows: frame(title, content, { columns, rows: content.length }) };
}
