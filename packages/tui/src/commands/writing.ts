// What a person writes: taken from a file, standard input or the editor, and kept until it has arrived.

import { readFile, rm } from 'node:fs/promises';
import { DomainError } from '@parley/shared/errors';
import type { CommandContext } from './context.ts';
import { editFile, keepDraft } from './editor.ts';
import { type PostFile, parsePostFile, renderPostFile } from './post-file.ts';
import { canAsk } from './prompt.ts';
import { usageError } from './report-error.ts';
import { splitOptional } from './split-list.ts';
import { readInput } from './streams.ts';

/** What was written, and the file that holds it; null when it exists nowhere but here. */
export interface Writing {
  readonly text: string;
  readonly path: string | null;
  /** The file is ours, to be removed when the text has arrived. */
  readonly isDraft: boolean;
  readonly isChanged: boolean;
}

/** The text from `--file`, else from the editor, which begins with `start`. */
export async function write(context: CommandContext, start: PostFile): Promise<Writing> {
  const { streams } = context;
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
  return writeInEditor(context, renderPostFile(start));
}

/** What the person makes of a text. @throws internal when the editor fails; a changed text is kept. */
export async function writeInEditor(context: CommandContext, before: string): Promise<Writing> {
  const { config } = context;
  const path = await keepDraft(config, before);
  const text = await editFile(config, path).catch(async (error: unknown) => {
    if ((await readFile(path, 'utf8')) === before) await rm(path);
    else context.say(`What you wrote is in ${path}`);
    throw error;
  });
  return { text, path, isDraft: true, isChanged: text.trim() !== before.trim() };
}

/** Runs what brings the text to the server; if that fails, the text is kept, and where is told. */
export async function arrive<Result>(
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

export async function abandon(writing: Writing, why: string): Promise<DomainError> {
  await discard(writing);
  return new DomainError('invalid', why);
}

export async function discard({ path, isDraft }: Writing): Promise<void> {
  if (isDraft && path !== null) await rm(path, { force: true });
}

/** The file's parts, with those of the command line over them. */
export function readParts(context: CommandContext, text: string): PostFile {
  return { ...parsePostFile(text), ...readFlags(context) };
}

export function readFlags(context: CommandContext): Partial<PostFile> {
  const title = context.option('title');
  const tags = readTags(context);
  return { ...(title !== undefined && { title }), ...(tags !== undefined && { tags }) };
}

export function readTags({ option }: CommandContext): string[] | undefined {
  return splitOptional(option('tags'));
}
