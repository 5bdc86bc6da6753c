// The help screen as rows: keys and commands, from their tables.

import { displayWidth, wrapText } from '@parley/shared/text';
import { commandNames, commandTable, helpSections, type Keymap } from '../../keymap/index.ts';
import type { StyledRow } from '../../theme/index.ts';
import { span } from './row.ts';

export interface HelpRow {
  readonly key: string;
  readonly row: StyledRow;
}

const drawn = new WeakMap<Keymap, { columns: number; rows: readonly HelpRow[] }>();

export function helpRows(keymap: Keymap, columns: number): readonly HelpRow[] {
  const known = drawn.get(keymap);
  if (known?.columns === columns) return known.rows;
  const rows = draw(keymap, columns).map((row, index) => ({ key: String(index), row }));
  drawn.set(keymap, { columns, rows });
  return rows;
}

function draw(keymap: Keymap, columns: number): StyledRow[] {
  const left = Math.max(16, Math.floor(columns / 3));
  const entry = (name: string, title: string): StyledRow[] => {
    const names = wrapText(name, left - 2);
    const titles = wrapText(title, columns - left);
    return Array.from({ length: Math.max(names.length, titles.length) }, (_, index) => {
      const shown = names[index] ?? '';
      const gap = ' '.repeat(left - displayWidth(shown));
      return [span(shown, { color: 'accent' }), span(gap + (titles[index] ?? ''))];
    });
  };
  const keys = helpSections(keymap).map(({ title, rows }) => ({
    title,
    rows: rows.flatMap(({ keys, title: does }) => entry(keys, does)),
  }));
  const commands = {
    title: 'Commands, after : or /',
    rows: commandNames.flatMap((name) => {
      const { title, aliases } = commandTable[name];
      return entry([name, ...aliases].map((word) => `:${word}`).join(' '), title);
    }),
  };
  return [...keys, commands].flatMap(({ title, rows }) => [
    [span(title, { bold: true, color: 'heading' })],
    ...rows,
    [],
  ]);
}
