// The headings of a post as rows, each indented by its level.

import { clipText } from '@parley/shared/text';
import type { StyledRow } from '../../theme/index.ts';
import type { AppState } from '../app-state.ts';
import { openOutline } from '../lists.ts';
import { fillRow, span } from './row.ts';

export function outlineRows(
  state: AppState,
  { columns, rows }: { columns: number; rows: number },
): StyledRow[] {
  const { overlay } = state;
  if (overlay?.kind !== 'outline') return [];
  const headings = openOutline(state);
  const shallowest = Math.min(...headings.map(({ level }) => level));
  const first = Math.max(
    0,
    Math.min(overlay.selected - Math.floor(rows / 2), headings.length - rows),
  );
  return headings.slice(first, first + rows).map(({ level, text }, index) => {
    const look = first + index === overlay.selected ? { inverse: true } : {};
    const indent = ' '.repeat(1 + 2 * (level - shallowest));
    const label = clipText(text === '' ? '…' : text, columns - indent.length - 1);
    return fillRow([span(indent + label, { ...look, bold: level === shallowest })], columns, look);
  });
}
