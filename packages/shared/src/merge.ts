// Two people's changes of one text brought together, line by line, as far as that goes by itself.

import { diffArrays } from 'diff';

/** The lines around what both changed, so that a person can choose; as git writes them. */
export const mergeMarks = {
  mine: '<<<<<<< yours',
  base: '||||||| before',
  between: '=======',
  end: '>>>>>>> theirs',
} as const;

export interface Merged {
  readonly text: string;
  /** Places where both changed the same lines: all three versions stand there, between marks. */
  readonly conflicts: number;
}

/** Lines `from`–`to` of the base became `lines`. */
interface Hunk {
  readonly from: number;
  readonly to: number;
  readonly lines: readonly string[];
}

/** Beyond so many changed lines, what lies between the first and the last one is one change. */
const mostEdits = 2_000;

/**
 * The text with both sides' changes. Changes that touch each other are a conflict unless they are
 * the same. Nothing of either side is ever dropped.
 */
export function mergeText({
  base,
  mine,
  theirs,
}: Readonly<Record<'base' | 'mine' | 'theirs', string>>): Merged {
  if (mine === theirs || base === theirs) return { text: mine, conflicts: 0 };
  if (base === mine) return { text: theirs, conflicts: 0 };
  const before = base.split('\n');
  const ours = findHunks(before, mine.split('\n'));
  const others = findHunks(before, theirs.split('\n'));
  const merged: (readonly string[])[] = [];
  let at = 0;
  let conflicts = 0;
  while (ours.length > 0 || others.length > 0) {
    const { from, to, left, right } = takeRegion(ours, others);
    merged.push(before.slice(at, from));
    at = to;
    const original = before.slice(from, to);
    const one = apply(original, from, left);
    const other = apply(original, from, right);
    if (right.length === 0 || isSame(one, other)) merged.push(one);
    else if (left.length === 0) merged.push(other);
    else {
      conflicts += 1;
      const { mine: start, base: middle, between, end } = mergeMarks;
      merged.push([start], one, [middle], original, [between], other, [end]);
    }
  }
  merged.push(before.slice(at));
  return { text: merged.flat().join('\n'), conflicts };
}

/** Whether somebody still has to choose. A line of equals signs alone is a heading in Markdown. */
export function hasMergeMarks(text: string): boolean {
  const { between: _, ...marks } = mergeMarks;
  const telling: readonly string[] = Object.values(marks);
  return text.split(/\r?\n/u).some((line) => telling.includes(line.trimEnd()));
}

/** A set with what either side added and without what either took away. */
export function mergeSets(
  base: readonly string[],
  mine: readonly string[],
  theirs: readonly string[],
): string[] {
  const isKept = (each: string) =>
    !base.includes(each) || (mine.includes(each) && theirs.includes(each));
  return [...new Set([...theirs, ...mine])].filter(isKept);
}

function findHunks(before: readonly string[], after: readonly string[]): Hunk[] {
  let start = 0;
  const shorter = Math.min(before.length, after.length);
  while (start < shorter && before[start] === after[start]) start += 1;
  let tail = 0;
  while (tail < shorter - start && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const old = before.slice(start, before.length - tail);
  const next = after.slice(start, after.length - tail);
  const changes = diffArrays(old, next, { maxEditLength: mostEdits });
  if (changes === undefined) return [{ from: start, to: start + old.length, lines: next }];
  const hunks: Hunk[] = [];
  let at = start;
  let hunk: { from: number; to: number; lines: string[] } | null = null;
  for (const { added, removed, value } of changes) {
    if (!added && !removed) {
      hunk = null;
      at += value.length;
      continue;
    }
    if (hunk === null) {
      hunk = { from: at, to: at, lines: [] };
      hunks.push(hunk);
    }
    if (added) hunk.lines = hunk.lines.concat(value);
    else {
      at += value.length;
      hunk.to = at;
    }
  }
  return hunks;
}

/** Takes the first change of either side, with all of both that touch it. */
function takeRegion(ours: Hunk[], others: Hunk[]) {
  const left: Hunk[] = [];
  const right: Hunk[] = [];
  const firsts = [ours[0], others[0]].filter((hunk) => hunk !== undefined);
  const from = Math.min(...firsts.map((hunk) => hunk.from));
  let to = from;
  for (;;) {
    const next = ours[0] !== undefined && ours[0].from <= to ? ours : others;
    const hunk = next[0];
    if (hunk === undefined || hunk.from > to) break;
    next.shift();
    (next === ours ? left : right).push(hunk);
    to = Math.max(to, hunk.to);
  }
  return { from, to, left, right };
}

function apply(original: readonly string[], from: number, hunks: readonly Hunk[]): string[] {
  const parts: (readonly string[])[] = [];
  let at = 0;
  for (const hunk of hunks) {
    parts.push(original.slice(at, hunk.from - from), hunk.lines);
    at = hunk.to - from;
  }
  parts.push(original.slice(at));
  return parts.flat();
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((line, index) => line === other[index]);
}
