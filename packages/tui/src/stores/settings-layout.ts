// Where the settings of a room stand: facts, fields and links in one column that scrolls with the focus.

import { sanitizeText, wrapText } from '@parley/shared/text';
import type { AppState } from './app-state.ts';
import { computeLayout } from './layout.ts';
import { type RoomSettings, roomFacts, type SettingsQuestion } from './room-settings.ts';

/** What a row of the window shows. */
export type SettingsRow =
  | { readonly kind: 'fact'; readonly label: string; readonly value: string }
  | { readonly kind: 'field' | 'under' | 'link'; readonly index: number }
  | { readonly kind: 'space' };

export interface SettingsLayout {
  readonly x: number;
  readonly y: number;
  readonly columns: number;
  readonly labelColumns: number;
  readonly fieldColumns: number;
  /** The shown rows; the last ones below them say how it goes. */
  readonly rows: readonly SettingsRow[];
  /** The row of the focused field or link in `rows`. */
  readonly focusRow: number;
  /** Rows at the bottom for a question or what went wrong. */
  readonly footRows: number;
}

const labelColumns = 16;

/** What a question adds, in two rows at most. */
export function questionDetail({ detail }: SettingsQuestion, columns: number): string[] {
  if (detail === '') return [];
  return wrapText(sanitizeText(detail, { multiline: false }), columns).slice(0, 2);
}

export function settingsLayout(state: AppState, settings: RoomSettings): SettingsLayout {
  const { x, y, columns, rows: most } = computeLayout(state).overlay;
  const { form, roomId, question } = settings;
  const room = state.rooms.get(roomId);
  const facts = room === undefined ? [] : roomFacts(state.me, room);
  const space = { kind: 'space' } as const;
  const all: SettingsRow[] = [
    ...facts.map((fact) => ({ kind: 'fact', ...fact }) as const),
    ...(facts.length > 0 ? [space] : []),
    ...form.fields.flatMap(({ name, hint }, index): SettingsRow[] => {
      const hasUnder = form.errors[name] !== undefined || (form.focus === index && hint !== '');
      return [{ kind: 'field', index }, ...(hasUnder ? [{ kind: 'under', index } as const] : [])];
    }),
    space,
    ...form.links.map((_, index) => ({ kind: 'link', index }) as const),
  ];
  const footRows =
    question !== null
      ? 2 + questionDetail(question, columns).length
      : form.isBusy || form.problem !== null
        ? 2
        : 0;
  const shown = Math.max(2, most - footRows);
  const at = all.findIndex((row) =>
    row.kind === 'field'
      ? row.index === form.focus
      : row.kind === 'link' && row.index === form.focus - form.fields.length,
  );
  // The row below the focused one, its error or hint, is seen with it.
  const last = Math.min(all.length - 1, at + 1);
  const wanted = at < shown - 1 ? 0 : last - shown + 1;
  const top = Math.max(0, Math.min(wanted, all.length - shown));
  return {
    x,
    y,
    columns,
    labelColumns,
    fieldColumns: columns - labelColumns - 1,
    rows: all.slice(top, top + shown),
    focusRow: at - top,
    footRows,
  };
}
