// The line editor's state: text, cursor, and what undo, yank and history need to know.

import type { EditLog } from './edit-log.ts';
import type { InputHistory } from './input-history.ts';
import type { KillRing } from './kill-ring.ts';

/** What the last action was, as far as the next one depends on it. */
export type LastAction = { type: 'typing' | 'kill' | 'other' } | { type: 'yank'; from: number };

export interface TextInputState {
  readonly text: string;
  readonly cursor: number;
  /** The column that moving up and down tries to keep; null after any other action. */
  readonly preferredColumn: number | null;
  /** True when the last insert did not fit whole. */
  readonly isFull: boolean;
  readonly isMultiline: boolean;
  readonly maxLength: number;
  readonly killRing: KillRing;
  readonly edits: EditLog;
  readonly history: InputHistory;
  readonly last: LastAction;
}

export interface TextInputOptions {
  text?: string;
  /** Without it a newline becomes a space. Default false. */
  isMultiline?: boolean;
  /** Longest text in UTF-16 units, as `limits` counts them. Default: no limit. */
  maxLength?: number;
  /** Texts for history previous and next, oldest first. */
  history?: readonly string[];
}
