// $EDITOR on a text: a private file, the editor on it, and the text as it was left.

import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * The text after the person closed the editor.
 * @param options.editor the command line of the editor, such as `vim` or `code --wait`.
 * @throws Error when the editor cannot be started or fails; the text is then unchanged.
 */
export async function editInEditor(
  text: string,
  { editor, extension = 'md' }: { editor: string; extension?: string },
): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'parley-'));
  try {
    const path = join(directory, `text.${extension}`);
    await writeFile(path, text, { mode: 0o600 });
    await runEditor(editor, path);
    return await readFile(path, 'utf8');
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function runEditor(editor: string, path: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  // A shell splits the command as the person wrote it; the path is an argument, never part of it.
  const child = spawn('/bin/sh', ['-c', `${editor} "$1"`, 'parley', path], { stdio: 'inherit' });
  child.once('error', (cause) => reject(new Error(`${editor} could not be started`, { cause })));
  child.once('exit', (code, signal) => {
    if (code === 0) resolve();
    else reject(new Error(`${editor} ended with ${signal ?? code}; nothing was changed`));
  });
  return promise;
}
