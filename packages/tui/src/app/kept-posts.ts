// Posts kept on this computer until they are saved: one private file each, beside the unsent messages.

import { readdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type ClientConfig, writePrivateFile } from '../config/index.ts';
import { type KeptPost, type KeptPosts, parseKeptPost } from '../stores/index.ts';

/** The files of one profile. Nothing here throws: a full disk must not keep anybody from writing. */
export function createKeptPosts({
  places,
  profile,
}: Pick<ClientConfig, 'places' | 'profile'>): KeptPosts {
  const prefix = `${profile}-post-`;
  const pathOf = (key: string) => join(places.drafts, `${prefix}${key}.json`);
  // One after the other: of two writes of the same text the later one is to stay.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(run: () => Promise<T>, otherwise: T): Promise<T> => {
    const done = last.then(run).catch(() => otherwise);
    last = done;
    return done;
  };

  const read = async (name: string): Promise<KeptPost[]> => {
    const text = await readFile(join(places.drafts, name), 'utf8').catch(() => '');
    const post = parseKeptPost(text);
    if (post === null || (await isWrittenElsewhere(text))) return [];
    return [post];
  };

  return {
    keep: (post) =>
      inTurn(async () => {
        await writePrivateFile(pathOf(post.key), JSON.stringify({ ...post, pid: process.pid }));
        return true;
      }, false),
    forget: (key) => inTurn(() => rm(pathOf(key), { force: true }), undefined),
    find: () =>
      inTurn(async () => {
        const names = (await readdir(places.drafts)).filter(
          (name) => name.startsWith(prefix) && name.endsWith('.json'),
        );
        const posts = (await Promise.all(names.map(read))).flat();
        return posts.sort((one, other) => other.keptAt - one.keptAt);
      }, []),
  };
}

/** Another client that still runs has this text open. */
async function isWrittenElsewhere(text: string): Promise<boolean> {
  const { pid } = JSON.parse(text) as { pid?: unknown };
  if (typeof pid !== 'number' || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  // A number is given to another process some day; that one is no client.
  const program = basename(process.argv[1] ?? '');
  const running = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => program);
  return running.includes(program);
}
