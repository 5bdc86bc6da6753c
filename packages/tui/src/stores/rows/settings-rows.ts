// The settings of a room in a frame: what one may change, what one only sees, and what is asked.

import { clipText, sanitizeText, wrapText } from '@parley/shared/text';
import type { StyledRow } from '../../theme/index.ts';
import type { AppState } from '../app-state.ts';
import { labelRoom } from '../room-label.ts';
import type { RoomSettings } from '../room-settings.ts';
import {
  questionDetail,
  type SettingsLayout,
  type SettingsRow,
  settingsLayout,
} from '../settings-layout.ts';
import { settingsWindow } from '../text-windows.ts';
import { labelSpan, underField } from './form-rows.ts';
import { frame } from './frame-rows.ts';
import type { PlacedRows } from './overlay-rows.ts';
import { fillRow, span } from './row.ts';

export function settingsRows(state: AppState, settings: RoomSettings): PlacedRows {
  const layout = settingsLayout(state, settings);
  const { x, y, columns, rows, footRows } = layout;
  const room = state.rooms.get(settings.roomId);
  const name = room === undefined ? '' : oneLine(labelRoom(room.room, room.people));
  const foot = footOf(state, settings, columns).slice(0, footRows);
  const content = [
    ...rows.map((row) => drawRow(row, { state, settings, layout })),
    ...foot,
    ...Array.from({ length: footRows - foot.length }, (): StyledRow => []),
  ];
  const title = clipText(`Settings of ${name}`, columns - 4);
  return { x: x - 2, y: y - 1, rows: frame(title, content, { columns, rows: content.length }) };
}

interface Drawn {
  state: AppState;
  settings: RoomSettings;
  layout: SettingsLayout;
}

function drawRow(row: SettingsRow, { state, settings, layout }: Drawn): StyledRow {
  const { form } = settings;
  const { labelColumns, fieldColumns } = layout;
  switch (row.kind) {
    case 'space':
      return [];
    case 'fact': {
      const value = clipText(oneLine(row.value), fieldColumns);
      return [span(row.label.padEnd(labelColumns), { color: 'muted' }), span(value)];
    }
    case 'under':
      return [span(' '.repeat(labelColumns)), ...underField(form, row.index, fieldColumns)];
    case 'link': {
      const { label } = form.links[row.index]!;
      return form.focus === form.fields.length + row.index
        ? [
            span('› ', { color: 'accent', bold: true }),
            span(label, { bold: true, color: 'accent' }),
          ]
        : [span(`  ${label}`, { color: 'muted' })];
    }
    case 'field': {
      const field = form.fields[row.index]!;
      const isFocused = form.focus === row.index;
      const label = labelSpan(field.label, labelColumns, isFocused);
      if (field.choices !== null) {
        const text = `‹ ${field.input.text} ›`;
        return [label, span(text, isFocused ? { bold: true, color: 'accent' } : {})];
      }
      const style = { underline: true, ...(isFocused ? {} : { color: 'muted' as const }) };
      // Where one does not write, a long text is seen from its beginning.
      const text = isFocused
        ? (settingsWindow(state, settings)?.rows[0] ?? '')
        : clipText(oneLine(field.input.text), fieldColumns);
      return [label, ...fillRow([span(text, style)], fieldColumns, style)];
    }
  }
}

function footOf(
  { keymap }: AppState,
  { form, question }: RoomSettings,
  columns: number,
): StyledRow[] {
  if (question !== null) {
    const answer = (key: string, label: string) => [
      span(`${key} `, { bold: true, color: 'accent' }),
      span(`${label}   `),
    ];
    return [
      [span(clipText(oneLine(question.text), columns), { bold: true })],
      ...questionDetail(question, columns).map((row): StyledRow => [span(row, { color: 'muted' })]),
      [
        ...answer(keymap.labelOf('confirm.yes'), 'yes'),
        ...answer(keymap.labelOf('confirm.no'), 'no'),
      ],
    ];
  }
  if (form.isBusy) return [[], [span('One moment …', { color: 'muted', italic: true })]];
  if (form.problem === null) return [];
  return wrapText(`✗ ${oneLine(form.problem)}`, columns, { hanging: 2 })
    .slice(0, 2)
    .map((row): StyledRow => [span(row, { color: 'error' })]);
}

function oneLine(text: string): string {
  return sanitizeText(text, { multiline: false });
}
