// What a word in the composer could become, above the composer.

import { clipText, displayWidth, sanitizeText } from '@parley/shared/text';
import { clipRow } from '../../terminal/index.ts';
import type { StyledRow } from '../../theme/index.ts';
import type { AppState } from '../app-state.ts';
import { composerChoice } from '../composer-choice.ts';
import { composerPlace } from '../layout.ts';
import { talkPane } from '../talk-side.ts';
import type { PlacedRows } from './overlay-rows.ts';
import { fillRow, span } from './row.ts';

export function choiceRows(state: AppState): PlacedRows | undefined {
  const choice = composerChoice(state);
  if (choice === null) return undefined;
  const { x, top, paneColumns } = composerPlace(state, talkPane(state));
  const columns = Math.min(paneColumns, 50);
  const oneLine = (text: string) => sanitizeText(text, { multiline: false });
  const labels = choice.options.map(({ label }) => clipText(oneLine(label), 28));
  const width = Math.max(...labels.map(displayWidth));
  const rows = choice.options.map(({ title }, index): StyledRow => {
    const look = index === choice.selected ? { inverse: true } : {};
    const label = labels[index] ?? '';
    const gap = ' '.repeat(width - displayWidth(label) + 2);
    const row = [
      span(` ${label}${gap}`, { bold: true, color: 'accent', ...look }),
      span(oneLine(title), { color: 'muted', ...look }),
    ];
    return fillRow(clipRow(row, columns), columns, look);
  });
  return { x, y: Math.max(0, top - 1 - rows.length), rows };
}
