// `tui posts edit`: from a file, from standard input, or from the editor, where two edits are merged.

import { type PostView, updatePostInput } from '@parley/shared/blog';
import { DomainError } from '@parley/shared/errors';
import { hasMergeMarks } from '@parley/shared/merge';
import { checkInput } from './check-input.ts';
import type { CommandContext } from './context.ts';
import { readCount } from './count.ts';
import { keepDraft } from './editor.ts';
import type { PostFile } from './post-file.ts';
import { mergePosts } from './post-merge.ts';
import { applyPublishAt, readMoment } from './post-schedule.ts';
import { describePost, postRef } from './posts.ts';
import {
  arrive,
  discard,
  readFlags,
  readParts,
  type Writing,
  write,
  writeInEditor,
} from './writing.ts';

export async function editPost(context: CommandContext): Promise<void> {
  const api = await context.api();
  const post = await api.blog.getPost.query(postRef(context.words[0]!));
  const flags = readFlags(context);
  const isWritten = context.option('file') !== undefined || Object.keys(flags).length === 0;
  let changed: PostView;
  if (isWritten) {
    const writing = await write(context, toFile(post));
    if (!writing.isChanged) {
      await discard(writing);
      context.result(post, `Nothing was changed: ${post.title}`);
      return;
    }
    changed = await save(context, post, writing);
  } else {
    changed = await update(context, post, flags);
  }
  context.result(changed, describePost('Saved', changed));
}

async function update(
  context: CommandContext,
  base: PostView,
  parts: Partial<PostFile>,
): Promise<PostView> {
  const version = readCount(context, 'if-version') ?? base.version;
  const { title, tags, body, publishAt: written } = parts;
  const input = checkInput(updatePostInput, { id: base.id, version, title, tags, body });
  // The file of a post that has appeared may still name the time of its schedule, which has passed.
  const isSettled = written === base.publishAt || base.state === 'published';
  const publishAt =
    written === undefined || isSettled ? undefined : readMoment('publish_at', written);
  const api = await context.api();
  const isKept = version === base.version && isSame(parts, base);
  const saved = isKept ? base : await api.blog.updatePost.mutate(input);
  return applyPublishAt(context, saved, publishAt);
}

/** The schedule alone was changed: that is no new version of the text. */
function isSame({ title, tags, body, publishAt }: Partial<PostFile>, base: PostView): boolean {
  return (
    publishAt !== undefined &&
    title === base.title &&
    body === base.body &&
    [...(tags ?? [])].sort().join() === [...base.tags].sort().join()
  );
}

/**
 * Saves what was written over `base`. What came from the editor is merged with what somebody else
 * saved meanwhile: by itself where it can be, else in the editor. A file is never touched.
 */
function save(context: CommandContext, base: PostView, writing: Writing): Promise<PostView> {
  return arrive(context, writing, async () => {
    const mine = readParts(context, writing.text);
    try {
      return await update(context, base, mine);
    } catch (error) {
      const theirs = await findNewer(context, base, writing, error);
      if (theirs === null) throw error;
      return mergeAndSave(context, { base, mine, theirs }, error);
    }
  });
}

/** What somebody else saved, when that is what stands in the way and can be merged; else null. */
async function findNewer(
  context: CommandContext,
  base: PostView,
  { isDraft }: Writing,
  error: unknown,
): Promise<PostView | null> {
  const isConflict = error instanceof DomainError && error.code === 'conflict';
  if (!isConflict || !isDraft || context.option('if-version') !== undefined) return null;
  const api = await context.api();
  const theirs = await api.blog.getPost.query({ id: base.id });
  return theirs.version === base.version ? null : theirs;
}

async function mergeAndSave(
  context: CommandContext,
  { base, mine, theirs }: { base: PostView; mine: PostFile; theirs: PostView },
  error: unknown,
): Promise<PostView> {
  const merged = mergePosts({ base: toFile(base), mine, theirs: toFile(theirs) });
  if (merged.isClean) {
    context.say(`Somebody saved version ${theirs.version} meanwhile; your changes are merged in.`);
    const path = await keepDraft(context.config, merged.text);
    return save(context, theirs, { text: merged.text, path, isDraft: true, isChanged: true });
  }
  context.say(`Somebody saved version ${theirs.version} meanwhile and changed the same lines.`);
  const writing = await writeInEditor(context, merged.text);
  if (!hasMergeMarks(writing.text)) return save(context, theirs, writing);
  context.say(`The merge is kept in ${writing.path} – settle it, and use it with --file.`);
  throw error;
}

function toFile({ title, tags, body, publishAt }: PostView): PostFile {
  return { title, tags, body, ...(publishAt !== null && { publishAt }) };
}
