// What a window says that is too small to work in: how large it has to be, and what waits.

import { clipText } from '@parley/shared/text';
import type { StyledRow } from '../../theme/index.ts';
import type { AppState } from '../app-state.ts';
import { smallestWindow } from '../layout.ts';
import { countAllCalls, countAllUnread } from '../rooms.ts';
import { formatCount } from './counts.ts';
import { span } from './row.ts';

export function smallRows({ size: { columns, rows }, rooms }: AppState): readonly StyledRow[] {
  const needed = `${smallestWindow.columns}×${smallestWindow.rows}`;
  const calls = countAllCalls(rooms);
  const waiting = [
    `${formatCount(countAllUnread(rooms))} unread`,
    ...(calls > 0 ? [`@${formatCount(calls)}`] : []),
  ].join('  ');
  const isWaiting = countAllUnread(rooms) > 0 || calls > 0;
  const said: StyledRow[] = [
    [span(clipText('Window too small', columns))],
    [span(clipText(`${columns}×${rows}, ${needed} needed`, columns), { color: 'muted' })],
    ...(isWaiting ? [[span(clipText(waiting, columns), { bold: true, color: 'warning' })]] : []),
  ];
  return said.slice(0, rows);
}
