// What stands around an open thread: its header, and the room beside it.

import { clipText, sanitizeText } from '@parley/shared/text';
import type { StyledRow } from '../../theme/index.ts';
import { type AppState, openRoom, openThreadId } from '../app-state.ts';
import { labelRoom } from '../room-label.ts';
import { roomThreadOf } from '../room-thread.ts';
import { ruleRow, span } from './row.ts';

/** Its room and whether I follow it; empty without one. */
export function threadHeaderRows(state: AppState, columns: number): readonly StyledRow[] {
  const rootId = openThreadId(state);
  const room = openRoom(state);
  if (rootId === null || room === undefined) return [];
  const { isFollowing } = roomThreadOf(room.threads, rootId);
  const label = sanitizeText(labelRoom(room.room, room.people), { multiline: false });
  const follows = isFollowing ? ' · following' : '';
  const title = clipText(` Thread in ${label}`, Math.max(1, columns - follows.length - 1));
  return [
    [span(title, { bold: true, color: 'accent' }), span(follows, { color: 'success' })],
    ruleRow('', columns, { color: 'muted' }),
  ];
}
