// Two people's changes of one post brought together, as far as that goes by itself.

import { mergeSets, mergeText } from '@parley/shared/merge';
import { type PostFile, renderPostFile } from './post-file.ts';

export interface Merged {
  /** The post as a text file; with marks where both changed the same lines. */
  readonly text: string;
  readonly isClean: boolean;
}

/**
 * Lines that only one side changed are taken from it; where both changed the same lines, all three
 * stand between marks, as git writes them. Tags are a set: what either side added or took away is.
 */
export function mergePosts({
  base,
  mine,
  theirs,
}: Readonly<Record<'base' | 'mine' | 'theirs', PostFile>>): Merged {
  const tags = mergeSets(base.tags ?? [], mine.tags ?? [], theirs.tags ?? []);
  const publishAt = mine.publishAt === base.publishAt ? theirs.publishAt : mine.publishAt;
  const toText = (post: PostFile) => renderPostFile({ ...post, tags, publishAt });
  const { text, conflicts } = mergeText({
    base: toText(base),
    mine: toText(mine),
    theirs: toText(theirs),
  });
  return { text, isClean: conflicts === 0 };
}
