// Bundles the client into a few files that start fast: `packages/tui/dist/tui.js` and its chunks.

import { readFileSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build, stop } from 'esbuild';

const root = resolve(import.meta.dirname, '..');
const dist = join(root, 'packages/tui/dist');

/** Some dependencies are CommonJS and ask for `require`; a bundle of modules has none of its own. */
const banner = [
  '#!/usr/bin/env node',
  "import { createRequire as makeRequire } from 'node:module';",
  'const require = makeRequire(import.meta.url);',
].join('\n');

/** Writes beside the old bundle and puts it in place at the end: a client that runs keeps its files. */
export async function bundleTui(): Promise<void> {
  const manifest: { version: string } = JSON.parse(
    readFileSync(join(root, 'packages/tui/package.json'), 'utf8'),
  );
  const fresh = join(dist, `.bundle-${process.pid}`);
  await mkdir(fresh, { recursive: true });
  await build({
    entryPoints: { tui: join(root, 'packages/tui/src/main.ts') },
    outdir: fresh,
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    jsx: 'automatic',
    minify: true,
    conditions: ['parley-source'],
    define: {
      'process.env.NODE_ENV': '"production"',
      PARLEY_VERSION: JSON.stringify(manifest.version),
    },
    banner: { js: banner },
    // The module form of `yaml`: what is CommonJS loses its names when it is imported on demand.
    alias: { yaml: join(root, 'packages/tui/node_modules/yaml/browser/index.js') },
    plugins: [
      {
        // zod brings its sentences in fifty languages, half of its size; ours are our own.
        name: 'no-locales',
        setup(setup) {
          setup.onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({
            contents: "export { default as en } from './en.js'",
          }));
        },
      },
      {
        // Ink asks for its developer tools only when told to; a client in production never does.
        name: 'no-devtools',
        setup(setup) {
          setup.onResolve({ filter: /^react-devtools-core$/ }, () => ({
            path: 'react-devtools-core',
            namespace: 'nothing',
          }));
          setup.onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({
            contents: 'export default {}',
          }));
        },
      },
    ],
    logLevel: 'warning',
  });
  // Its helper process would outlive the build, and keep whoever built from ending.
  await stop();
  // Chunks are named by their content; old ones stay for the clients that still run on them.
  const chunks = join(dist, 'chunks');
  await mkdir(chunks, { recursive: true });
  for (const name of await readdir(join(fresh, 'chunks'))) {
    await rename(join(fresh, 'chunks', name), join(chunks, name));
  }
  await rename(join(fresh, 'tui.js'), join(dist, 'tui.js'));
  await rm(fresh, { recursive: true, force: true });
}

if (import.meta.main) await bundleTui();
