// The difference of two texts, line by line, and inside of changed lines word by word.

import { diffArrays, diffWordsWithSpace } from 'diff';

export interface DiffWord {
  readonly text: string;
  readonly isChanged: boolean;
}

export type DiffLine =
  | { readonly kind: 'same' | 'removed' | 'added'; readonly words: readonly DiffWord[] }
  /** Lines that are the same, left out. */
  | { readonly kind: 'skipped'; readonly count: number };

/** Beyond so many changed lines all of them are shown as taken out and put in. */
const mostEdits = 2_000;
/** Words are compared in lines up to this length; finding the words of longer ones takes too long. */
const longestLine = 4_000;
const mostWordEdits = 400;
const context = 2;

/** From one text to another, with a little of what is the same around each change. */
export function diffTexts(before: string, after: string): DiffLine[] {
  const old = before.split('\n');
  const next = after.split('\n');
  const changes = diffArrays(old, next, { maxEditLength: mostEdits }) ?? [
    { value: old, removed: true, added: false },
    { value: next, removed: false, added: true },
  ];
  const lines: DiffLine[] = [];
  for (let index = 0; index < changes.length; index += 1) {
    const { value, added, removed } = changes[index]!;
    const following = changes[index + 1];
    if (removed && following?.added) {
      appendAll(lines, diffBlock(value, following.value));
      index += 1;
    } else if (added || removed) {
      appendAll(
        lines,
        value.map((text) => plain(added ? 'added' : 'removed', text)),
      );
    } else {
      const isFirst = index === 0;
      const isLast = index === changes.length - 1;
      appendAll(
        lines,
        foldSame(value, { head: isFirst ? 0 : context, tail: isLast ? 0 : context }),
      );
    }
  }
  return lines;
}

function appendAll(lines: DiffLine[], more: readonly DiffLine[]): void {
  for (const line of more) lines.push(line);
}

function foldSame(
  value: readonly string[],
  { head, tail }: { head: number; tail: number },
): DiffLine[] {
  const same = value.map((text) => plain('same', text));
  // A mark takes a line itself, so one line is shown instead.
  if (value.length <= head + tail + 1) return same;
  const count = value.length - head - tail;
  return [
    ...same.slice(0, head),
    { kind: 'skipped', count },
    ...(tail === 0 ? [] : same.slice(-tail)),
  ];
}

/** Lines that became others: each is compared with the one that stands at its place now. */
function diffBlock(old: readonly string[], next: readonly string[]): DiffLine[] {
  const pairs = old.map((text, index) => {
    const other = next[index];
    return other === undefined ? null : diffLine(text, other);
  });
  return [
    ...old.map((text, index) => pairs[index]?.removed ?? plain('removed', text)),
    ...next.map((text, index) => pairs[index]?.added ?? plain('added', text)),
  ];
}

function diffLine(before: string, after: string): { removed: DiffLine; added: DiffLine } | null {
  if (before.length > longestLine || after.length > longestLine) return null;
  const words = diffWordsWithSpace(before, after, { maxEditLength: mostWordEdits });
  // Lines with nothing in common are only harder to read with every word marked.
  if (!words?.some((word) => !word.added && !word.removed && word.value.trim() !== '')) return null;
  const side = (gone: 'added' | 'removed') =>
    words
      .filter((word) => !word[gone])
      .map(({ value, added, removed }) => ({ text: value, isChanged: added || removed }));
  return {
    removed: { kind: 'removed', words: side('added') },
    added: { kind: 'added', words: side('removed') },
  };
}

function plain(kind: 'same' | 'removed' | 'added', text: string): DiffLine {
  return { kind, words: [{ text, isChanged: false }] };
}
