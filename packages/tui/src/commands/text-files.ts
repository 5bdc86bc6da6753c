// The text files of a directory, read and replaced whole.

import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { usageError } from './report-error.ts';

/** Names of the plain Markdown files in a directory, in order; links and hidden ones are none. */
export async function listMarkdown(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch((error) => {
    throw unusable(directory, error);
  });
  return entries
    .filter((entry) => entry.isFile() && /^[^.].*\.(?:md|markdown)$/i.test(entry.name))
    .map(({ name }) => name)
    .sort();
}

export async function makeDirectory(path: string): Promise<void> {
  await mkdir(path, { recursive: true }).catch((error) => {
    throw unusable(path, error);
  });
}

export async function readText(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
}

/** In one step: whoever reads sees the old text or the new one. A link is replaced, not followed. */
export async function replaceText(directory: string, name: string, text: string): Promise<void> {
  const path = join(directory, name);
  const mode = (await stat(path).catch(() => null))?.mode ?? 0o666;
  const partial = join(directory, `.${name}.${process.pid}.part`);
  try {
    await writeFile(partial, text, { mode: mode & 0o777 });
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

function unusable(path: string, error: NodeJS.ErrnoException): Error {
  return usageError(`${path} cannot be used: ${error.code ?? error.message}.`);
}
