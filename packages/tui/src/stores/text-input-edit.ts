// The line editor's changes: each one is cleaned, cut to the limit and recorded for undo.

import { eachGrapheme, sanitizeText } from '@parley/shared/text';
import { emptyEditLog, type Patch, type Reverted, recordEdit } from './edit-log.ts';
import { currentKill, pushKill } from './kill-ring.ts';
import {
  lineEnd,
  lineStart,
  nextBoundary,
  previousBoundary,
  snapToBoundary,
} from './text-boundaries.ts';
import type { LastAction, TextInputState } from './text-input-state.ts';

/** What every action resets unless it says otherwise. */
export const calm = { preferredColumn: null, isFull: false, last: { type: 'other' } } as const;

export interface Edit {
  from: number;
  to: number;
  inserted?: string;
  type?: LastAction['type'];
}

/** `from`–`to` replaced by cleaned text, as much of it as the limit allows. */
export function editText(state: TextInputState, { from, to, inserted = '', type = 'other' }: Edit) {
  if (from === to && inserted === '') return state;
  const { text, maxLength } = state;
  let patch = makePatch(state, { from, to, inserted });
  let next = splicePatch(text, patch);
  const isFull = next.length > Math.max(maxLength, text.length);
  if (isFull) {
    const room = Math.max(0, maxLength - (text.length - (to - from)));
    patch = makePatch(state, {
      from,
      to,
      inserted: clipToLength(cleanText(state, inserted), room),
    });
    next = splicePatch(text, patch);
  }
  if (next === text || next.length > Math.max(maxLength, text.length)) {
    return { ...state, ...calm, isFull };
  }
  const joinsTyping = type === 'typing' && state.last.type === 'typing';
  return {
    ...state,
    ...calm,
    text: next,
    cursor: patch.cursorAfter,
    isFull,
    edits: recordEdit(state.edits, patch, joinsTyping),
    last: type === 'yank' ? { type, from } : { type },
  } satisfies TextInputState;
}

/** The stretch between the cursor and another index, cut into the kill ring. */
export function killText(state: TextInputState, other: number): TextInputState {
  const { text, cursor, last } = state;
  if (other === cursor) return state;
  const from = Math.min(cursor, other);
  const to = Math.max(cursor, other);
  const killRing = pushKill(state.killRing, {
    text: text.slice(from, to),
    direction: other < cursor ? 'back' : 'forward',
    isContinued: last.type === 'kill',
  });
  return editText({ ...state, killRing }, { from, to, type: 'kill' });
}

/** The ring's current entry in place of `from`–cursor; null while the ring is empty. */
export function yankText(state: TextInputState, from: number): TextInputState | null {
  const inserted = currentKill(state.killRing);
  if (inserted === undefined) return null;
  return editText(state, { from, to: state.cursor, inserted, type: 'yank' });
}

/** The characters around the cursor swapped, at the end of a line the last two. */
export function transposeText(state: TextInputState): TextInputState {
  const { text, cursor } = state;
  const isAtEnd = cursor === lineEnd(text, cursor);
  const middle = isAtEnd ? previousBoundary(text, cursor) : cursor;
  const start = lineStart(text, cursor);
  if (middle <= start) return state;
  const from = previousBoundary(text, middle);
  const to = isAtEnd ? cursor : nextBoundary(text, cursor);
  const inserted = text.slice(middle, to) + text.slice(from, middle);
  return editText(state, { from, to, inserted });
}

/** Everything replaced, the cursor at the end, undo forgotten. */
export function replaceText(state: TextInputState, replacement: string): TextInputState {
  const clean = cleanText(state, replacement);
  const text = clipToLength(clean, state.maxLength);
  const isFull = text.length < clean.length;
  return { ...state, ...calm, text, cursor: text.length, isFull, edits: emptyEditLog };
}

/** Everything replaced as one change, the cursor where it was as far as that can be told. */
export function rewriteText(state: TextInputState, replacement: string): TextInputState {
  const { text, cursor } = state;
  const next = editText(state, { from: 0, to: text.length, inserted: replacement });
  const patch = next.edits.past.at(-1);
  if (next.text === text || patch === undefined) return next;
  const isBehind = cursor >= patch.at + patch.removed.length;
  const wanted = isBehind ? cursor + next.text.length - text.length : Math.min(cursor, patch.at);
  return { ...next, cursor: snapToBoundary(next.text, wanted) };
}

/** The state after undo or redo; the very same when there was nothing to revert. */
export function revertText(state: TextInputState, reverted: Reverted | null): TextInputState {
  if (!reverted) return state;
  const { text, cursor, log } = reverted;
  return { ...state, ...calm, text, cursor: snapToBoundary(text, cursor), edits: log };
}

function cleanText({ isMultiline }: TextInputState, text: string): string {
  return sanitizeText(text.replace(/\r\n?/g, '\n'), { multiline: isMultiline });
}

// A joiner or an accent is only right beside its base, so both neighbours are cleaned along.
function makePatch(state: TextInputState, { from, to, inserted = '' }: Edit): Patch {
  const { text, cursor } = state;
  const at = previousBoundary(text, from);
  const end = nextBoundary(text, to);
  const head = cleanText(state, text.slice(at, from) + inserted);
  const whole = cleanText(state, text.slice(at, from) + inserted + text.slice(to, end));
  const after = text.slice(0, at) + whole + text.slice(end);
  return {
    ...trimCommon(at, text.slice(at, end), whole),
    cursorBefore: cursor,
    cursorAfter: snapToBoundary(after, at + Math.min(head.length, whole.length)),
  };
}

function trimCommon(at: number, before: string, after: string) {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < shorter - start && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  return {
    at: at + start,
    removed: before.slice(start, before.length - tail),
    inserted: after.slice(start, after.length - tail),
  };
}

function splicePatch(text: string, { at, removed, inserted }: Patch): string {
  return text.slice(0, at) + inserted + text.slice(at + removed.length);
}

function clipToLength(text: string, length: number): string {
  if (text.length <= length) return text;
  let kept = 0;
  for (const grapheme of eachGrapheme(text)) {
    if (kept + grapheme.length > length) break;
    kept += grapheme.length;
  }
  return text.slice(0, kept);
}
