// The line editor behind the composer and every form field: readline's editing as a pure reducer.
//
// The text is always sanitized: what is typed or pasted is cleaned together with its neighbours, so
// that a hostile clipboard can neither move the cursor of the terminal nor send anything. The cursor
// is a UTF-16 index that always lies on a grapheme boundary.

import { emptyEditLog, redoEdit, undoEdit } from './edit-log.ts';
import { browseHistory, createInputHistory, rememberInput } from './input-history.ts';
import { emptyKillRing, rewindKillRing, rotateKillRing } from './kill-ring.ts';
import {
  lineEnd,
  lineStart,
  nextBoundary,
  nextWord,
  previousBoundary,
  previousWord,
} from './text-boundaries.ts';
import {
  calm,
  editText,
  killText,
  replaceText,
  revertText,
  rewriteText,
  transposeText,
  yankText,
} from './text-input-edit.ts';
import { moveByRow } from './text-input-layout.ts';
import type { TextInputOptions, TextInputState } from './text-input-state.ts';

export { layoutTextInput, type TextInputFrame, type TextInputLayout } from './text-input-layout.ts';
export type { TextInputOptions, TextInputState } from './text-input-state.ts';

export type TextInputAction =
  | { type: 'insert' | 'paste' | 'setText' | 'rewrite' | 'remember'; text: string }
  | { type: 'moveUp' | 'moveDown'; columns: number }
  | {
      type:
        | 'newline'
        | 'deleteBack'
        | 'deleteForward'
        | 'deleteWordBack'
        | 'deleteWordForward'
        | 'killToLineStart'
        | 'killToLineEnd'
        | 'yank'
        | 'yankPop'
        | 'transpose'
        | 'moveLeft'
        | 'moveRight'
        | 'moveWordLeft'
        | 'moveWordRight'
        | 'moveLineStart'
        | 'moveLineEnd'
        | 'moveTextStart'
        | 'moveTextEnd'
        | 'historyPrevious'
        | 'historyNext'
        | 'undo'
        | 'redo'
        | 'clear'
        | 'submit';
    };

/** A fresh editor with the cursor at the end of its text. */
export function createTextInput(options: TextInputOptions = {}): TextInputState {
  const { text = '', isMultiline = false, maxLength = Number.POSITIVE_INFINITY, history } = options;
  const empty: TextInputState = {
    text: '',
    cursor: 0,
    preferredColumn: null,
    isFull: false,
    isMultiline,
    maxLength,
    killRing: emptyKillRing,
    edits: emptyEditLog,
    history: createInputHistory(history),
    last: { type: 'other' },
  };
  return text === '' ? empty : replaceText(empty, text);
}

/**
 * The editor after one action. An action that can do nothing returns the very same state, so a
 * caller can hand the key on (up in the first row leaves the composer).
 *
 * - `insert` is typing, `paste` a bracketed paste: neither ever submits, newlines stay text.
 * - `rewrite` replaces everything and can be undone; the cursor stays beside what it stood at.
 * - `clear` empties and can be undone; `submit` empties, remembers the text in the history and
 *   forgets undo; `setText` replaces everything and forgets undo.
 * - `moveUp`/`moveDown` go by visual rows and turn into history in the first and last row.
 */
export function reduceTextInput(state: TextInputState, action: TextInputAction): TextInputState {
  const { text, cursor } = state;
  switch (action.type) {
    case 'insert':
      return editText(state, { from: cursor, to: cursor, inserted: action.text, type: 'typing' });
    case 'paste':
      return editText(state, { from: cursor, to: cursor, inserted: action.text });
    case 'newline':
      return state.isMultiline
        ? editText(state, { from: cursor, to: cursor, inserted: '\n' })
        : state;
    case 'deleteBack':
      return editText(state, { from: previousBoundary(text, cursor), to: cursor });
    case 'deleteForward':
      return editText(state, { from: cursor, to: nextBoundary(text, cursor) });
    case 'deleteWordBack':
      return killText(state, previousWord(text, cursor));
    case 'deleteWordForward':
      return killText(state, nextWord(text, cursor));
    case 'killToLineStart': {
      const start = lineStart(text, cursor);
      return killText(state, start === cursor ? Math.max(0, cursor - 1) : start);
    }
    case 'killToLineEnd': {
      const end = lineEnd(text, cursor);
      return killText(state, end === cursor ? Math.min(text.length, cursor + 1) : end);
    }
    case 'yank':
      return yankText({ ...state, killRing: rewindKillRing(state.killRing) }, cursor) ?? state;
    case 'yankPop':
      if (state.last.type !== 'yank') return state;
      return (
        yankText({ ...state, killRing: rotateKillRing(state.killRing) }, state.last.from) ?? state
      );
    case 'transpose':
      return transposeText(state);
    case 'moveLeft':
      return moveTo(state, previousBoundary(text, cursor));
    case 'moveRight':
      return moveTo(state, nextBoundary(text, cursor));
    case 'moveWordLeft':
      return moveTo(state, previousWord(text, cursor));
    case 'moveWordRight':
      return moveTo(state, nextWord(text, cursor));
    case 'moveLineStart':
      return moveTo(state, lineStart(text, cursor));
    case 'moveLineEnd':
      return moveTo(state, lineEnd(text, cursor));
    case 'moveTextStart':
      return moveTo(state, 0);
    case 'moveTextEnd':
      return moveTo(state, text.length);
    case 'moveUp':
      return moveRow(state, -1, action.columns);
    case 'moveDown':
      return moveRow(state, 1, action.columns);
    case 'historyPrevious':
      return browse(state, -1);
    case 'historyNext':
      return browse(state, 1);
    case 'undo':
      return revertText(state, undoEdit(text, state.edits));
    case 'redo':
      return revertText(state, redoEdit(text, state.edits));
    case 'rewrite':
      return rewriteText(state, action.text);
    case 'clear':
      return editText(state, { from: 0, to: text.length });
    case 'setText':
      return replaceText(state, action.text);
    case 'remember':
      return { ...state, history: rememberInput(state.history, action.text) };
    case 'submit':
      return { ...replaceText(state, ''), history: rememberInput(state.history, text) };
  }
}

function moveTo(state: TextInputState, cursor: number): TextInputState {
  return cursor === state.cursor ? state : { ...state, ...calm, cursor };
}

function moveRow(state: TextInputState, step: -1 | 1, columns: number): TextInputState {
  const moved = moveByRow(state, step, columns);
  return moved ? { ...state, ...calm, ...moved } : browse(state, step);
}

function browse(state: TextInputState, step: -1 | 1): TextInputState {
  const found = browseHistory(state.history, step, state.text);
  return found ? replaceText({ ...state, history: found.history }, found.text) : state;
}
