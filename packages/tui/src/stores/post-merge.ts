// An edit and a newer stored version of the same post, brought together.

import type { PostView } from '@parley/shared/blog';
import { mergeSets, mergeText } from '@parley/shared/merge';
import { splitTags } from './form.ts';
import { fieldsOf, type PostFields } from './post-fields.ts';

export interface MergedPost {
  readonly fields: PostFields;
  /** What became of both, in a sentence. */
  readonly message: string;
}

/** @param base the version that the edit began from. */
export function mergePost(base: PostView, mine: PostFields, theirs: PostView): MergedPost {
  const { text, conflicts } = mergeText({
    base: base.body,
    mine: mine.body,
    theirs: theirs.body,
  });
  const title = mine.title === base.title ? theirs.title : mine.title;
  const isTitleContested = title !== theirs.title && base.title !== theirs.title;
  const tags = mergeSets(base.tags, splitTags(mine.tags), theirs.tags).join(' ');
  const places = conflicts === 1 ? 'one place' : `${conflicts} places`;
  const outcome =
    conflicts === 0
      ? 'Changed meanwhile. Both are merged: look it over and save again.'
      : `Changed meanwhile. Choose in ${places}, between <<<<<<< and >>>>>>>, and save again.`;
  const contested = isTitleContested ? ` Their title is “${theirs.title}”.` : '';
  return { fields: { ...fieldsOf(theirs), title, tags, body: text }, message: outcome + contested };
}
