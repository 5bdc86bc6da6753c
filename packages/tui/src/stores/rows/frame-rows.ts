// A frame around rows, for everything that lies over the screen.

import { displayWidth } from '@parley/shared/text';
import { clipRow } from '../../terminal/index.ts';
import type { Span, StyledRow } from '../../theme/index.ts';
import { fillRow, span } from './row.ts';

/** Rows in a frame with a title, each filled so that nothing shows through. */
export function frame(
  title: string,
  content: readonly StyledRow[],
  { columns, rows }: { columns: number; rows: number },
): StyledRow[] {
  const border = (text: string): Span => span(text, { color: 'muted' });
  const label = title === '' ? '' : ` ${title} `;
  const top = [
    border('╭─'),
    span(label, { bold: true, color: 'heading' }),
    border(`${'─'.repeat(columns + 1 - displayWidth(label))}╮`),
  ];
  const body = Array.from({ length: rows }, (_, index): StyledRow => {
    const row = fillRow(clipRow(content[index] ?? [], columns), columns);
    return [border('│ '), ...row, border(' │')];
  });
  return [top, ...body, [border(`╰${'─'.repeat(columns + 2)}╯`)]];
}
