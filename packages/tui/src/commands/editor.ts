// The person's editor, opened on a text that is never lost.

import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '@parley/shared/errors';
import { type ClientConfig, writePrivateFile } from '../config/index.ts';

/** Writes a text into a new private file among the drafts. @returns its path. */
export async function keepDraft({ places }: ClientConfig, text: string): Promise<string> {
  const time = new Date().toISOString().replace(/[^\dT]/g, '');
  const path = join(places.drafts, `post-${time}-${process.pid}.md`);
  await writePrivateFile(path, text);
  return path;
}

/**
 * Opens the file in `$VISUAL`, `$EDITOR` or vi and waits.
 * @returns the text as it was left.
 * @throws internal when the editor cannot be run or fails; the file stays.
 */
export async function editFile(config: ClientConfig, path: string): Promise<string> {
  const editor = config.environment.editor ?? 'vi';
  // Ctrl-C belongs to the editor while it runs.
  const ignore = () => {};
  process.on('SIGINT', ignore);
  try {
    // By a shell, as git does it: the variable may hold arguments.
    const child = spawn('/bin/sh', ['-c', `${editor} "$@"`, editor, path], { stdio: 'inherit' });
    const status = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', resolve);
    });
    if (status !== 0) throw new Error(`it ended with ${status ?? 'a signal'}`);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new DomainError('internal', `The editor "${editor}" did not work: ${why}.`, { cause });
  } finally {
    process.off('SIGINT', ignore);
  }
  return readFile(path, 'utf8');
}
