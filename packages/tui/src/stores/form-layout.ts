// Where the parts of forms stand: the way in as a card in the middle, the post editor in the main pane.

import type { AppState } from './app-state.ts';
import type { FormState } from './form.ts';
import { computeLayout } from './layout.ts';

export const secretMask = '•';

export interface FieldPlace {
  readonly x: number;
  readonly y: number;
  readonly columns: number;
  readonly rows: number;
}

export interface FormLayout {
  readonly x: number;
  readonly y: number;
  readonly columns: number;
  readonly labelColumns: number;
  readonly fields: readonly FieldPlace[];
}

/** Rows of the card above its first field: title, server, an empty one. */
export const cardHeadRows = 3;
const widestCard = 70;
const labelColumns = 20;

/** Every field takes a row for itself and one for its error or hint. */
export function formLayout({ size }: AppState, form: FormState): FormLayout {
  const columns = Math.min(widestCard, size.columns - 4);
  const rows = cardHeadRows + form.fields.length * 2 + form.links.length + 1;
  const x = Math.floor((size.columns - columns) / 2);
  const y = Math.max(0, Math.floor((size.rows - 1 - rows) / 3));
  const fields = form.fields.map((_, index) => ({
    x: x + labelColumns,
    y: y + cardHeadRows + index * 2,
    columns: columns - labelColumns,
    rows: 1,
  }));
  return { x, y, columns, labelColumns, fields };
}

/** Title and tags in a row each with their errors below, then the text down to the last row. */
export function editorLayout(state: AppState): FormLayout {
  const { center: whole, beside, bodyRows } = computeLayout(state);
  const taken = beside === null ? 0 : beside.columns + 1;
  const center = { x: whole.x, columns: whole.columns - taken };
  const label = 8;
  const x = center.x + 1;
  const row = (y: number) => ({ x: x + label, y, columns: center.columns - label - 2, rows: 1 });
  const bodyTop = 7;
  const body = {
    x: x + 1,
    y: bodyTop,
    columns: center.columns - 4,
    rows: Math.max(1, bodyRows - bodyTop - 1),
  };
  return {
    x,
    y: 2,
    columns: center.columns - 2,
    labelColumns: label,
    fields: [row(2), row(4), body],
  };
}
