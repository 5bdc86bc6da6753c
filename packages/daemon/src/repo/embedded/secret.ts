// The secret of a cluster, and the passwords derived from it.

import { createHmac, randomBytes } from 'node:crypto';
import { link, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from './error.ts';
import { type Home, unreadable } from './home.ts';

/**
 * The secret of this cluster, made before the cluster is. Every password is derived from it.
 *
 * Of two daemons that start at once one makes it: `link` never replaces, and never shows a file
 * that is half written.
 */
export async function openSecret(home: Home, isNew: boolean): Promise<string> {
  const path = join(home.directory, 'secret');
  try {
    if (isNew) await createSecret(home, path);
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    throw unreadable(home, error);
  }
}

async function createSecret(home: Home, path: string): Promise<void> {
  const fresh = join(
    home.directory,
    `init-${process.pid}-${randomBytes(6).toString('hex')}.secret`,
  );
  const handle = await open(fresh, 'wx', 0o600);
  try {
    await handle.writeFile(`${randomBytes(32).toString('base64url')}\n`);
    await handle.chown(home.owner.uid, home.owner.gid);
    await handle.sync();
    await link(fresh, path);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  } finally {
    await handle.close();
    await rm(fresh, { force: true });
  }
}

/** The password of `role`: one role's tells nothing about another's, nor about the secret. */
export function derivePassword(secret: string, role: string): string {
  return createHmac('sha256', secret).update(role).digest('base64url');
}
