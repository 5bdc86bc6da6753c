// Undo and redo: edits as patches, consecutive typing joined word by word.

const editsKept = 500;

/** One change: at `at`, `removed` became `inserted`. */
export interface Patch {
  readonly at: number;
  readonly removed: string;
  readonly inserted: string;
  readonly cursorBefore: number;
  readonly cursorAfter: number;
}

export interface EditLog {
  readonly past: readonly Patch[];
  readonly future: readonly Patch[];
}

export const emptyEditLog: EditLog = { past: [], future: [] };

/** The log with one more edit; `joinsTyping` lets it grow the last one while a word is typed. */
export function recordEdit(log: EditLog, patch: Patch, joinsTyping: boolean): EditLog {
  const last = log.past.at(-1);
  if (joinsTyping && last && continuesWord(last, patch)) {
    const grown = {
      ...last,
      inserted: last.inserted + patch.inserted,
      cursorAfter: patch.cursorAfter,
    };
    return { past: [...log.past.slice(0, -1), grown], future: [] };
  }
  return { past: [...log.past, patch].slice(-editsKept), future: [] };
}

function continuesWord(last: Patch, patch: Patch): boolean {
  const isAdjacent = patch.removed === '' && patch.at === last.at + last.inserted.length;
  const startsWord = /\s$/.test(last.inserted) && !/^\s/.test(patch.inserted);
  return isAdjacent && !startsWord;
}

export interface Reverted {
  text: string;
  cursor: number;
  log: EditLog;
}

/** The text before the last edit, or null when there is none. */
export function undoEdit(text: string, log: EditLog): Reverted | null {
  const patch = log.past.at(-1);
  if (!patch) return null;
  return {
    text: splice(text, patch.at, patch.inserted.length, patch.removed),
    cursor: patch.cursorBefore,
    log: { past: log.past.slice(0, -1), future: [...log.future, patch] },
  };
}

/** The text with the last undone edit made again, or null when there is none. */
export function redoEdit(text: string, log: EditLog): Reverted | null {
  const patch = log.future.at(-1);
  if (!patch) return null;
  return {
    text: splice(text, patch.at, patch.removed.length, patch.inserted),
    cursor: patch.cursorAfter,
    log: { past: [...log.past, patch], future: log.future.slice(0, -1) },
  };
}

function splice(text: string, at: number, length: number, inserted: string): string {
  return text.slice(0, at) + inserted + text.slice(at + length);
}
