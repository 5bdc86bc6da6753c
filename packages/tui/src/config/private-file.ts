// Files for nobody else's eyes: made 0600 in a 0700 directory, and refused when others could get at them.

import { constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DomainError } from '@parley/shared/errors';

/** Makes the directory and its missing parents, for the owner alone; refuses one that others may write to. */
export async function makePrivateDirectory(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  const info = await lstat(path);
  if (!info.isDirectory() || (info.mode & 0o022) !== 0) {
    throw refuse(`${path} is not a directory of yours alone.`, `chmod 700 ${quote(path)}`);
  }
}

/**
 * The text of a private file, or null when there is none.
 * @throws unauthenticated, with the remedy, when the file is a link or others may read or write it.
 */
export async function readPrivateFile(path: string): Promise<string | null> {
  const file = await openUnlinked(path);
  if (file === null) return null;
  try {
    const info = await file.stat();
    if (!info.isFile()) throw refuse(`${path} is not a plain file.`, `rm ${quote(path)}`);
    if ((info.mode & 0o077) !== 0) {
      throw refuse(`${path} can be read by others.`, `chmod 600 ${quote(path)}`);
    }
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

/** Replaces the file in one step: readers see the old text or the new one, never a half. */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  await makePrivateDirectory(dirname(path));
  // Guessing the name helps nobody: it must not exist, in a directory that is ours.
  const partial = `${path}.${process.pid}-${Math.random().toString(36).slice(2)}`;
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
  const file = await open(partial, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
    await file.close();
    await rename(partial, path);
  } catch (error) {
    await file.close().catch(() => {});
    await rm(partial, { force: true });
    throw error;
  }
}

async function openUnlinked(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    if (code === 'ELOOP') throw refuse(`${path} is a symbolic link.`, `rm ${quote(path)}`);
    throw error;
  }
}

function refuse(problem: string, remedy: string): DomainError {
  return new DomainError('unauthenticated', `${problem} It is not used. Run: ${remedy}`);
}

function quote(path: string): string {
  return /^[\w./~-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
