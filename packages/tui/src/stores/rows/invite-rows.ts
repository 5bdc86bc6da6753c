// The links into a room in a frame: those there are, or the form of a new one, and the new link itself.

import type { RoomInviteView } from '@parley/shared/chat';
import { clipText, sanitizeText, wrapText } from '@parley/shared/text';
import type { StyledRow } from '../../theme/index.ts';
import type { AppState } from '../app-state.ts';
import { computeLayout } from '../layout.ts';
import type { RoomInvites } from '../room-invites.ts';
import { labelRoom } from '../room-label.ts';
import { inviteLabelColumns, inviteWindow } from '../text-windows.ts';
import { labelSpan, underField } from './form-rows.ts';
import { frame } from './frame-rows.ts';
import type { PlacedRows } from './overlay-rows.ts';
import { fillRow, span } from './row.ts';

export function inviteRows(state: AppState, invites: RoomInvites): PlacedRows {
  const { x, y, columns, rows: most } = computeLayout(state).overlay;
  const room = state.rooms.get(invites.roomId);
  const name = room === undefined ? '' : oneLine(labelRoom(room.room, room.people));
  const content =
    invites.form === null
      ? listRows(state, invites, { columns, most })
      : formRows(state, invites, columns);
  const title = clipText(`Links into ${name}`, columns - 4);
  return { x: x - 2, y: y - 1, rows: frame(title, content, { columns, rows: content.length }) };
}

function listRows(
  state: AppState,
  { items, selected, problem, link, ending }: RoomInvites,
  { columns, most }: { columns: number; most: number },
): StyledRow[] {
  const head =
    link === null
      ? []
      : [
          [span('The new link, which is shown this once; y copies it:', { color: 'success' })],
          ...wrapText(oneLine(link), columns).map((row): StyledRow => [span(row, { bold: true })]),
          [],
        ];
  const foot = footOf(state, { problem, ending, columns });
  const room = Math.max(1, most - head.length - foot.length);
  const first = Math.max(0, Math.min(selected - room + 1, (items?.length ?? 0) - room));
  const shown = (items ?? [])
    .slice(first, first + room)
    .map((item, index) => itemRow(item, columns, first + index === selected));
  const empty: StyledRow[] =
    shown.length > 0 || problem !== null
      ? []
      : [
          [
            span(items === null ? 'One moment …' : 'No link leads here. n makes one.', {
              color: 'muted',
            }),
          ],
        ];
  return [...head, ...shown, ...empty, ...foot];
}

function itemRow(
  { creator, usesLeft, expiresAt }: RoomInviteView,
  columns: number,
  isSelected: boolean,
): StyledRow {
  const look = isSelected ? { inverse: true } : {};
  const uses = usesLeft === null ? 'any number' : `${usesLeft} more`;
  const ends = new Date(expiresAt).toLocaleString('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  const by = clipText(oneLine(creator.username), 20);
  const text = ` lets in ${uses} · until ${ends} · by ${by}`;
  return fillRow([span(clipText(text, columns), look)], columns, look);
}

function formRows(state: AppState, { form }: RoomInvites, columns: number): StyledRow[] {
  if (form === null) return [];
  const fieldColumns = columns - inviteLabelColumns - 1;
  const fields = form.fields.flatMap(({ label }, index): StyledRow[] => {
    const isFocused = form.focus === index;
    const style = { underline: true, ...(isFocused ? {} : { color: 'muted' as const }) };
    const text = inviteWindow(state, index)?.rows[0] ?? '';
    return [
      [
        labelSpan(label, inviteLabelColumns, isFocused),
        ...fillRow([span(text, style)], fieldColumns, style),
      ],
      [span(' '.repeat(inviteLabelColumns)), ...underField(form, index, fieldColumns)],
    ];
  });
  const said = form.isBusy
    ? span('One moment …', { color: 'muted', italic: true })
    : span(clipText(oneLine(form.problem ?? ''), columns), { color: 'error' });
  return [...fields, [said]];
}

function footOf(
  { keymap }: AppState,
  { problem, ending, columns }: { problem: string | null; ending: string | null; columns: number },
): StyledRow[] {
  if (ending === null) {
    return problem === null
      ? []
      : [[span(clipText(`✗ ${oneLine(problem)}`, columns), { color: 'error' })]];
  }
  const answer = (key: string, label: string) => [
    span(`${key} `, { bold: true, color: 'accent' }),
    span(`${label}   `),
  ];
  return [
    [],
    [span(clipText('End this link? Who has it comes in no more.', columns), { bold: true })],
    [
      ...answer(keymap.labelOf('confirm.yes'), 'yes'),
      ...answer(keymap.labelOf('confirm.no'), 'no'),
    ],
  ];
}

function oneLine(text: string): string {
  return sanitizeText(text, { multiline: false });
}
