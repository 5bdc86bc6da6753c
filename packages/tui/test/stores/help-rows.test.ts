// The help in a narrow window: every word of it is there.

import { expect, test } from 'vitest';
import { commandTable, createKeymap } from '../../src/keymap/index.ts';
import { helpRows } from '../../src/stores/rows/help-rows.ts';
import { rowText } from '../../src/terminal/spans.ts';

test('at 72 columns nothing of the help is cut, and every row fits', () => {
  const rows = helpRows(createKeymap(), 72).map(({ row }) => rowText(row));
  for (const row of rows) {
    expect(row.length).toBeLessThanOrEqual(72);
    expect(row).not.toMatch(/\S…$/u);
  }
  const said = rows.map((row) => row.slice(24).trim()).join(' ');
  for (const { title } of Object.values(commandTable)) expect(said).toContain(title);
});
