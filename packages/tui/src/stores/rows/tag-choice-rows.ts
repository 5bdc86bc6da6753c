// What a tag could become, below the field that it is written in.

import { clipText, displayWidth, sanitizeText } from '@parley/shared/text';
import type { StyledRow } from '../../theme/index.ts';
import type { AppState } from '../app-state.ts';
import { editorLayout } from '../form-layout.ts';
import { tagsField } from '../post-fields.ts';
import { tagChoiceOf } from '../tag-choice.ts';
import type { PlacedRows } from './overlay-rows.ts';
import { fillRow, span } from './row.ts';

export function tagChoiceRows(state: AppState): PlacedRows | undefined {
  const choice = tagChoiceOf(state);
  if (choice === null) return undefined;
  const { x, y, columns } = editorLayout(state).fields[tagsField]!;
  const counts = choice.options.map(({ count }) =>
    count === null ? 'a new tag' : `${count} ${count === 1 ? 'post' : 'posts'}`,
  );
  const names = choice.options.map(({ name }) =>
    clipText(sanitizeText(name, { multiline: false }), 40),
  );
  const width = Math.max(...names.map(displayWidth));
  const rows = names.map((name, index): StyledRow => {
    const look = index === choice.selected ? { inverse: true } : {};
    const gap = ' '.repeat(width - displayWidth(name) + 2);
    const row = [
      span(` #${name}${gap}`, { bold: true, color: 'accent', ...look }),
      span(`${counts[index]} `, { color: 'muted', ...look }),
    ];
    return fillRow(row, Math.min(columns, width + 18), look);
  });
  return { x: x - 1, y: y + 1, rows };
}
