// What a start of the client pays for: the modules that are loaded before a command is known.

import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { root } from '../freshness.ts';

test('the table of commands loads no schemas, no widths and no screen', async () => {
  const entry = 'packages/tui/src/commands/index.ts';
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [join(root, entry)],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    conditions: ['parley-source'],
    logLevel: 'silent',
  });
  const loaded = new Set<string>();
  const load = (path: string) => {
    if (loaded.has(path)) return;
    loaded.add(path);
    for (const { path: next, kind, external } of metafile.inputs[path]?.imports ?? []) {
      if (kind === 'import-statement' && !external) load(next);
    }
  };
  load(entry);
  expect(loaded.size).toBeGreaterThan(20);
  const heavy = [...loaded].filter((path) => /node_modules\/|text-width|\.tsx$/.test(path));
  expect(heavy).toEqual([]);
});
