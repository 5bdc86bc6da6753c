// The window of messages that wait to be sent: when, where, and how each begins; or why it was not sent.
//
//  Fri 27 Nov 18:30  #lobby  Lunch is at twelve
//  ✗ You are not in that room any more.  Good morning …

import { sayMoments } from '@parley/shared/moments';
import { clipText, displayWidth, sanitizeText } from '@parley/shared/text';
import type { StyledRow } from '../../theme/index.ts';
import type { AppState } from '../app-state.ts';
import { computeLayout } from '../layout.ts';
import type { Overlay } from '../overlay.ts';
import { labelRoom } from '../room-label.ts';
import { frame } from './frame-rows.ts';
import type { PlacedRows } from './overlay-rows.ts';
import { fillRow, span } from './row.ts';

export function scheduledRows(
  state: AppState,
  { items, selected }: Extract<Overlay, { kind: 'scheduled' }>,
): PlacedRows {
  const { x, y, columns, rows } = computeLayout(state).overlay;
  const all = items ?? [];
  const first = Math.max(0, Math.min(selected - Math.floor(rows / 2), all.length - rows));
  const line = (text: string, width: number) =>
    clipText(sanitizeText(text, { multiline: false }), Math.max(0, width));
  const shown = all.slice(first, first + rows).map(({ room, body, sendAt, failure }, index) => {
    const look = first + index === selected ? { inverse: true } : {};
    const known = room === null ? undefined : state.rooms.get(room.id);
    const where =
      known === undefined ? `#${room?.slug ?? '?'}` : labelRoom(known.room, known.people);
    const isFailed = failure !== null;
    const head = isFailed
      ? `✗ ${sayMoments(failure, state.now)}`
      : `${formatMoment(sendAt)}  ${where}`;
    const text = line(head, Math.floor(columns * 0.6));
    return fillRow(
      [
        span(` ${text}  `, { ...look, bold: true, ...(isFailed && { color: 'error' }) }),
        span(line(body.slice(0, 4 * columns), columns - displayWidth(text) - 4), look),
      ],
      columns,
      look,
    );
  });
  const nothing =
    items === null ? ' loading …' : ' Nothing waits. /later tomorrow 9:00 … schedules a message.';
  const content: StyledRow[] =
    shown.length > 0 ? shown : [[span(clipText(nothing, columns), { color: 'muted' })]];
  return {
    x: x - 2,
    y: y - 1,
    rows: frame('To be sent', content, { columns, rows: content.length }),
  };
}

/** `Fri 27 Nov 18:30`, in local time. */
function formatMoment(at: string): string {
  const date = new Date(at);
  const day = date.toLocaleDateString('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
  });
  const time = date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  return `${day.replace(',', '')} ${time}`;
}
