// `tui posts export`: posts as a directory of Markdown files.

import { join } from 'node:path';
import type { PostView } from '@parley/shared/blog';
import type { CommandContext } from './context.ts';
import { runLongWork } from './long-work.ts';
import { renderRecord } from './post-record.ts';
import { createProgress } from './progress.ts';
import { makeDirectory, readText, replaceText } from './text-files.ts';

export async function exportPosts(context: CommandContext): Promise<void> {
  const [directory] = context.words as [string];
  const isAll = context.has('all');
  const progress = createProgress(context);
  const summary = { written: 0, unchanged: 0 };
  const taken = new Set<string>();
  const api = await context.api();
  await makeDirectory(directory);

  const write = async (post: PostView) => {
    const name = chooseName(post, taken);
    const text = renderRecord(post, { withAuthor: isAll });
    if ((await readText(join(directory, name))) === text) summary.unchanged += 1;
    else {
      await replaceText(directory, name, text);
      summary.written += 1;
    }
    progress.show(taken.size, null, name);
  };

  try {
    await runLongWork(context, async ({ checkpoint, call }) => {
      let cursor: string | undefined;
      do {
        const input = { published: isAll, cursor };
        const page = await call(() => api.blog.exportPosts.query(input));
        for (const post of page.items) {
          checkpoint();
          await write(post);
        }
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
    });
  } finally {
    progress.clear();
    const { written, unchanged } = summary;
    context.result(summary, `${written} written, ${unchanged} unchanged`);
  }
}

/** The slug, as far as it is one: a server that is not honest names no file outside the directory. */
function chooseName({ slug, id }: PostView, taken: Set<string>): string {
  const isPlain = (name: string) => /^[a-z0-9][a-z0-9-]{0,199}$/.test(name);
  const base = [slug, id].find(isPlain) ?? 'post';
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? base : `${base}-copy-${number}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return `${name}.md`;
  }
}
