// Which long messages and comments are shown whole, for the rows of each.

import type { AppState } from './app-state.ts';
import type { Folding } from './rows/gutter.ts';

export function foldingOf({ unfolded, keymap }: AppState): Folding {
  return { unfolded, unfoldKey: keymap.labelOf('text.unfold') };
}
