// The terminal's cursor, at the one text that is being written.

import { useCursor } from 'ink';
import { useCursorCell } from '../hooks/index.ts';

/** The only place that moves the cursor: two would undo each other's moves. */
export function Cursor() {
  const cell = useCursorCell();
  const { setCursorPosition } = useCursor();
  setCursorPosition(cell);
  return null;
}
