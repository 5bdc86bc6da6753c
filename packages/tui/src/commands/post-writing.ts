// `tui posts new` and `posts edit`: from a file, from standard input, or from the editor.

import { readFile, rm } from 'node:fs/promises';
import { createPostInput, type PostView, updatePostInput } from '@parley/shared/blog';
import { DomainError, invalidFields, toFieldErrors } from '@parley/shared/errors';
import type { z } from 'zod';
import type { CommandContext } from './context.ts';
import { readCount } from './count.ts';
import { editFile, keepDraft } from './editor.ts';
import { type PostFile, parsePostFile, renderPostFile } from './post-file.ts';
import { describePost, postRef } from './posts.ts';
import { canAsk } from './prompt.ts';
import { usageError } from './report-error.ts';
import { splitOptional } from './split-list.ts';
import { readInput } from './streams.ts';

/** What was written, and the file that holds it; null when it exists nowhere but here. */
interface Writing {
  readonly text: string;
  readonly path: string | null;
  /** The file is ours, to be removed when the text has arrived. */
  readonly isDraft: boolean;
  readonly isChanged: boolean;
}

export async function newPost(context: CommandContext): Promise<void> {
  const start = { title: context.option('title'), tags: readTags(context), body: '' };
  const writing = await write(context, start);
  if (!writing.isChanged) throw await abandon(writing, 'Nothing was written, so nothing was sent.');
  const post = await arrive(context, writing, async () => {
    const { title = '', tags, body } = readParts(context, writing.text);
    const input = check(createPostInput, { title, tags, body });
    const api = await context.api();
    return api.blog.createPost.mutate(input);
  });
  if (!context.has('publish')) {
    context.result(post, describePost('Draft', post));
    return;
  }
  const { id, slug } = post;
  const api = await context.api();
  const published = await api.blog.publishPost.mutate({ id }).catch((error: unknown) => {
    context.say(`The post is there as a draft. Publish it with: tui posts publish ${slug}`);
    throw error;
  });
  context.result(published, describePost('Published', published));
}

export async function editPost(context: CommandContext): Promise<void> {
  const api = await context.api();
  const post = await api.blog.getPost.query(postRef(context.words[0]!));
  const { id, title, tags, body } = post;
  const version = readCount(context, 'if-version') ?? post.version;
  const update = async (parts: Partial<PostFile>): Promise<PostView> =>
    api.blog.updatePost.mutate(check(updatePostInput, { id, version, ...parts }));

  const flags = readFlags(context);
  const isWritten = context.option('file') !== undefined || Object.keys(flags).length === 0;
  let changed: PostView;
  if (isWritten) {
    const writing = await write(context, { title, tags, body });
    if (!writing.isChanged) {
      await discard(writing);
      context.result(post, `Nothing was changed: ${post.title}`);
      return;
    }
    changed = await arrive(context, writing, async () => update(readParts(context, writing.text)));
  } else {
    changed = await update(flags);
  }
  context.result(changed, describePost('Saved', changed));
}

async function write(context: CommandContext, start: PostFile): Promise<Writing> {
  const { streams, config } = context;
  const file = context.option('file');
  if (file === '-') {
    return { text: await readInput(streams), path: null, isDraft: false, isChanged: true };
  }
  if (file !== undefined) {
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      throw usageError(`${file} cannot be read: ${error.code ?? error.message}.`);
    });
    return { text, path: file, isDraft: false, isChanged: true };
  }
  if (!canAsk(streams))
    throw usageError('Say which file to read with --file; - is standard input.');
  const before = renderPostFile(start);
  const path = await keepDraft(config, before);
  const text = await editFile(config, path).catch(async (error: unknown) => {
    if ((await readFile(path, 'utf8')) === before) await rm(path);
    else context.say(`What you wrote is in ${path}`);
    throw error;
  });
  return { text, path, isDraft: true, isChanged: text.trim() !== before.trim() };
}

/** Runs what brings the text to the server; if that fails, the text is kept, and where is told. */
async function arrive<Result>(
  context: CommandContext,
  writing: Writing,
  bring: () => Promise<Result>,
): Promise<Result> {
  try {
    const result = await bring();
    await discard(writing);
    return result;
  } catch (error) {
    const isTheirs = writing.path !== null && !writing.isDraft;
    if (isTheirs) throw error;
    const path = writing.path ?? (await keepDraft(context.config, writing.text));
    throw tellWhere(context, error, path);
  }
}

function tellWhere(context: CommandContext, error: unknown, path: string): unknown {
  context.say(`Your text is kept in ${path} – use it with --file.`);
  if (!context.isJson || !(error instanceof DomainError)) return error;
  const { code, message, fields, retryAfter, current } = error;
  return new DomainError(code, `${message.replace(/\.?$/, '.')} The text is kept in ${path}`, {
    fields,
    retryAfter,
    current,
    cause: error,
  });
}

async function abandon(writing: Writing, why: string): Promise<DomainError> {
  await discard(writing);
  return new DomainError('invalid', why);
}

async function discard({ path, isDraft }: Writing): Promise<void> {
  if (isDraft && path !== null) await rm(path, { force: true });
}

/** The file's parts, with those of the command line over them. */
function readParts(context: CommandContext, text: string): PostFile {
  return { ...parsePostFile(text), ...readFlags(context) };
}

function readFlags(context: CommandContext): Partial<PostFile> {
  const title = context.option('title');
  const tags = readTags(context);
  return { ...(title !== undefined && { title }), ...(tags !== undefined && { tags }) };
}

function readTags({ option }: CommandContext): string[] | undefined {
  return splitOptional(option('tags'));
}

/** @throws invalid before any network is bothered. */
function check<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalidFields(toFieldErrors(parsed.error));
}
