// Two people's changes of one post brought together, as far as that goes by itself.

import { diff3Merge } from 'node-diff3';
import { type PostFile, renderPostFile } from './post-file.ts';

export interface Merged {
  /** The post as a text file; with marks where both changed the same lines. */
  readonly text: string;
  readonly isClean: boolean;
}

const marks = { mine: '<<<<<<< yours', base: '||||||| before', end: '>>>>>>> theirs' } as const;

/**
 * Lines that only one side changed are taken from it; where both changed the same lines, all three
 * stand between marks, as git writes them. Tags are a set: what either side added or took away is.
 */
export function mergePosts({
  base,
  mine,
  theirs,
}: Readonly<Record<'base' | 'mine' | 'theirs', PostFile>>): Merged {
  const tags = mergeTags(base.tags ?? [], mine.tags ?? [], theirs.tags ?? []);
  const publishAt = mine.publishAt === base.publishAt ? theirs.publishAt : mine.publishAt;
  const linesOf = (post: PostFile) => renderPostFile({ ...post, tags, publishAt }).split('\n');
  const parts = diff3Merge(linesOf(mine), linesOf(base), linesOf(theirs));
  let isClean = true;
  const lines = parts.flatMap(({ ok, conflict }) => {
    if (!conflict) return ok ?? [];
    isClean = false;
    const { a, o, b } = conflict;
    return [marks.mine, ...a, marks.base, ...o, '=======', ...b, marks.end];
  });
  return { text: lines.join('\n'), isClean };
}

/** Whether somebody still has to choose. A line of equals signs alone is a heading in Markdown. */
export function hasMarks(text: string): boolean {
  const all: readonly string[] = Object.values(marks);
  return text.split(/\r?\n/).some((line) => all.includes(line.trimEnd()));
}

function mergeTags(
  base: readonly string[],
  mine: readonly string[],
  theirs: readonly string[],
): string[] {
  const isKept = (tag: string) =>
    !base.includes(tag) || (mine.includes(tag) && theirs.includes(tag));
  return [...new Set([...theirs, ...mine])].filter(isKept);
}
