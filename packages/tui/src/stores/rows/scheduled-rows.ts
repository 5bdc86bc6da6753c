// The window of messages that wait to be sent: when, where, and how each begins; or why it was not sent.
//
//  Fri 27 Nov 18:30  #lobby  Lunch is at twelve
//  ✗ You are not in that room any more.  Good morning …

import { sayMoments } from '@parley/shared/moments';
import { clipText, displayWidth, sanitizeText } from '@parley/shared/text';
import { wrapSpans } from '../../terminal/index.ts';
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
  const why = whyRows(all[selected]?.failure ?? null, state.now, columns);
  const room = Math.max(1, rows - why.length);
  const first = Math.max(0, Math.min(selected - Math.floor(room / 2), all.length - room));
  const line = (text: string, width: number) =>
    clipText(sanitizeText(text, { multiline: false }), Math.max(0, width));
  const shown = all
    .slice(first, first + room)
    .map(({ room: to, body, quote, sendAt, failure }, index) => {
      const said = quote === null ? body : `↳ ${quote.author.username}: ${body}`;
      const look = first + index === selected ? { inverse: true } : {};
      const known = to === null ? undefined : state.rooms.get(to.id);
      const where =
        known === undefined ? `#${to?.slug ?? '?'}` : labelRoom(known.room, known.people);
      const isFailed = failure !== null;
      const head = isFailed
        ? `✗ ${sayMoments(failure, state.now)}`
        : `${formatMoment(sendAt)}  ${where}`;
      const text = line(head, Math.floor(columns * 0.6));
      return fillRow(
        [
          span(` ${text}  `, { ...look, bold: true, ...(isFailed && { color: 'error' }) }),
          span(line(said.slice(0, 4 * columns), columns - displayWidth(text) - 4), look),
        ],
        columns,
        look,
      );
    });
  const nothing =
    items === null ? ' loading …' : ' Nothing waits. /later tomorrow 9:00 … schedules a message.';
  const content: StyledRow[] =
    shown.length > 0
      ? [...shown, ...why]
      : [[span(clipText(nothing, columns), { color: 'muted' })]];
  return {
    x: x - 2,
    y: y - 1,
    rows: frame('To be sent', content, { columns, rows: content.length }),
  };
}

/** Why the selected one was not sent, whole; it may say what to do. */
function whyRows(failure: string | null, now: number, columns: number): StyledRow[] {
  if (failure === null) return [];
  const text = sanitizeText(`✗ ${sayMoments(failure, now)}`, { multiline: false });
  const rows = wrapSpans([span(text, { color: 'error' })], Math.max(10, columns - 2), {
    hanging: 2,
  });
  return [[], ...rows.map((row): StyledRow => [span(' '), ...row])];
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
