// Questions in a frame: yes or no, and when a post is to be published.

import { clipText, displayWidth, sanitizeText, wrapText } from '@parley/shared/text';
import type { StyledRow } from '../../theme/index.ts';
import type { AppState } from '../app-state.ts';
import { questionPlace } from '../layout.ts';
import { canSchedule, type Overlay } from '../overlay.ts';
import { formatMomentLong, understandWhen, whenExamples } from '../schedule.ts';
import { overlayWindow } from '../text-windows.ts';
import { frame } from './frame-rows.ts';
import type { PlacedRows } from './overlay-rows.ts';
import { span } from './row.ts';

export function questionRows(state: AppState): PlacedRows | undefined {
  const { overlay } = state;
  if (overlay?.kind === 'confirm') return confirmRows(state, overlay);
  return overlay?.kind === 'schedule' ? scheduleRows(state, overlay) : undefined;
}

function confirmRows(
  { size, keymap }: AppState,
  { question, detail = '', intent }: Extract<Overlay, { kind: 'confirm' }>,
): PlacedRows {
  const most = Math.min(76, size.columns - 8);
  const text = clipText(oneLine(question), most);
  const answers = [
    { key: keymap.labelOf('confirm.yes'), label: 'yes' },
    ...(canSchedule(intent)
      ? [{ key: keymap.labelOf('confirm.schedule'), label: 'at a time' }]
      : []),
    { key: keymap.labelOf('confirm.no'), label: 'no' },
  ];
  const answerRow = answers.flatMap(({ key, label }) => [
    span(`${key} `, { bold: true, color: 'accent' }),
    span(`${label}   `),
  ]);
  const width = Math.max(displayWidth(text), detail === '' ? 24 : Math.min(60, most));
  const details = detail === '' ? [] : wrapText(oneLine(detail), width);
  const content: StyledRow[] = [
    [span(text, { bold: true })],
    ...details.map((row) => [span(row, { color: 'muted' })]),
    [],
    answerRow,
  ];
  return {
    x: Math.floor((size.columns - width - 4) / 2),
    y: Math.floor((size.rows - content.length - 2) / 2),
    rows: frame('', content, { columns: width, rows: content.length }),
  };
}

function scheduleRows(
  state: AppState,
  { title, publishAt, input, problem }: Extract<Overlay, { kind: 'schedule' }>,
): PlacedRows {
  const { x, y, columns } = questionPlace(state.size);
  const known =
    publishAt === null
      ? 'It is published by itself at that time.'
      : `Now: ${formatMomentLong(new Date(publishAt))}`;
  const content: StyledRow[] = [
    [span(clipText(`Publish “${oneLine(title)}” when?`, columns), { bold: true })],
    [span(clipText(known, columns), { color: 'muted' })],
    [span('› ', { color: 'accent', bold: true }), span(overlayWindow(state)?.rows[0] ?? '')],
    [],
    ...answerTo(input.text, state.now, problem, columns),
  ];
  const { keymap } = state;
  const keys: StyledRow = [
    span(`${keymap.labelOf('schedule.accept')} `, { bold: true, color: 'accent' }),
    span('schedule   '),
    span(`${keymap.labelOf('schedule.close')} `, { bold: true, color: 'accent' }),
    span('close'),
  ];
  const rows = [
    ...content,
    ...Array.from({ length: 7 - content.length }, (): StyledRow => []),
    [],
    keys,
  ];
  return { x, y, rows: frame('Schedule', rows, { columns, rows: rows.length }) };
}

/** What was understood, in two rows: when, and how far away; else what is wrong. */
function answerTo(text: string, now: number, problem: string | null, columns: number): StyledRow[] {
  const wrap = (said: string, color: 'muted' | 'error') =>
    wrapText(oneLine(said), columns)
      .slice(0, 3)
      .map((row): StyledRow => [span(row, { color })]);
  if (problem !== null) return wrap(problem, 'error');
  if (text.trim() === '') return wrap(whenExamples, 'muted');
  const understood = understandWhen(text, now);
  if ('problem' in understood) return wrap(understood.problem, 'error');
  return [
    [span(clipText(understood.said, columns), { bold: true, color: 'success' })],
    [span(understood.ahead, { color: 'muted' })],
  ];
}

function oneLine(text: string): string {
  return sanitizeText(text, { multiline: false });
}
