// Forms as rows: a label and its field, what is wrong or wanted below, and the links at the end.

import { clipText, sanitizeText, wrapText } from '@parley/shared/text';
import type { StyledRow } from '../../theme/index.ts';
import type { AppState } from '../app-state.ts';
import type { FormState } from '../form.ts';
import { cardHeadRows, formLayout } from '../form-layout.ts';
import { fieldWindow } from '../text-windows.ts';
import { fillRow, span } from './row.ts';

const titles = {
  connect: 'Connect to a server',
  login: 'Log in',
  register: 'Create an account',
  post: '',
  room: '',
  invite: '',
} as const;

/** The whole screen of the way in, from its first row. */
export function entryRows(state: AppState): readonly StyledRow[] {
  const { form } = state;
  if (form === null) return waitingRows(state);
  const { x, y, columns } = formLayout(state, form);
  const indent = span(' '.repeat(x));
  const isFirst = form.kind === 'register' && state.info?.needsFirstAccount === true;
  const title = isFirst ? 'Create the first account' : titles[form.kind];
  const head: StyledRow[] = [
    [span('Parley', { bold: true, color: 'accent' }), span(`  ${title}`, { bold: true })],
    [span(clipText(subtitle(state, form, isFirst), columns), { color: 'muted' })],
    [],
  ];
  const fields = form.fields.flatMap((_, index) => fieldRows(state, form, index));
  const links = form.links.map(({ label }, index): StyledRow => {
    const isFocused = form.focus === form.fields.length + index;
    return isFocused
      ? [span('› ', { color: 'accent', bold: true }), span(label, { bold: true, color: 'accent' })]
      : [span(`  ${label}`, { color: 'muted' })];
  });
  const rows = [...head.slice(0, cardHeadRows), ...fields, ...links, ...statusOf(form, columns)];
  return [
    ...Array.from({ length: y }, (): StyledRow => []),
    ...rows.map((row) => [indent, ...row]),
  ];
}

// Nothing is known of the server yet: over a slow line that takes a while.
function waitingRows({ server, connection, size }: AppState): readonly StyledRow[] {
  const where = sanitizeText(server.replace(/^https?:\/\//u, ''), { multiline: false });
  const doing = connection.phase === 'online' ? 'Fetching what is new from' : 'Connecting to';
  const rows: StyledRow[] = [
    [span('Parley', { bold: true, color: 'accent' })],
    [span(clipText(`${doing} ${where} …`, Math.max(1, size.columns - 4)), { color: 'muted' })],
  ];
  const above = Array.from({ length: Math.floor(size.rows / 3) }, (): StyledRow => []);
  return [...above, ...rows.map((row): StyledRow => [span('  '), ...row])];
}

function subtitle({ server, info }: AppState, form: FormState, isFirst: boolean): string {
  if (form.kind === 'connect') return 'Where do you want to talk and write?';
  const where = sanitizeText(server, { multiline: false });
  if (isFirst) return `${where} is new. This account will look after it.`;
  return info === null
    ? where
    : `${where} · Parley ${sanitizeText(info.version, { multiline: false })}`;
}

function statusOf(form: FormState, columns: number): StyledRow[] {
  if (form.isBusy) return [[span('One moment …', { color: 'muted', italic: true })]];
  if (form.problem === null) return [];
  const text = sanitizeText(form.problem, { multiline: false });
  return wrapText(`✗ ${text}`, columns, { hanging: 2 })
    .slice(0, 3)
    .map((row) => [span(row, { color: 'error' })]);
}

/** A field's row and the row below it. */
function fieldRows(state: AppState, form: FormState, index: number): StyledRow[] {
  const field = form.fields[index];
  const window = fieldWindow(state, index);
  if (field === undefined || window === undefined) return [];
  const { columns, labelColumns } = formLayout(state, form);
  const isFocused = form.focus === index;
  const style = { underline: true, ...(isFocused ? {} : { color: 'muted' as const }) };
  const text = fillRow([span(window.rows[0] ?? '', style)], columns - labelColumns, style);
  return [
    [labelSpan(field.label, labelColumns, isFocused), ...text],
    [span(' '.repeat(labelColumns)), ...underField(form, index, columns - labelColumns)],
  ];
}

export function labelSpan(label: string, columns: number, isFocused: boolean) {
  const text = clipText(label, columns - 1).padEnd(columns);
  return span(text, isFocused ? { bold: true, color: 'accent' } : undefined);
}

export function underField(form: FormState, index: number, columns: number): StyledRow {
  const field = form.fields[index];
  const [error] = form.errors[field?.name ?? ''] ?? [];
  if (error !== undefined) {
    return [span(clipText(sanitizeText(error, { multiline: false }), columns), { color: 'error' })];
  }
  return form.focus === index && field?.hint
    ? [span(clipText(field.hint, columns), { color: 'muted' })]
    : [];
}
