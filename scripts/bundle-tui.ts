// Bundles the client into files that start fast: `packages/tui/dist/{tui,commands,app}.js`.

import { readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build, type Plugin, stop } from 'esbuild';

const root = resolve(import.meta.dirname, '..');
const dist = join(root, 'packages/tui/dist');

/** Some dependencies are CommonJS and ask for `require`; a bundle of modules has none of its own. */
const banner = [
  '#!/usr/bin/env node',
  "import { createRequire as makeRequire } from 'node:module';",
  'const require = makeRequire(import.meta.url);',
].join('\n');

/**
 * Three files, each whole. A module file costs a start more than a millisecond, so commands are not
 * split further; and the first file stays tiny, since it is the one that turns the compile cache on.
 */
const entries = {
  tui: 'packages/tui/src/main.ts',
  commands: 'packages/tui/src/commands/index.ts',
  app: 'packages/tui/src/app.tsx',
} as const;

/** What `main.ts` imports on demand is a file of its own beside it. */
const loadedOnDemand: Plugin = {
  name: 'loaded-on-demand',
  setup(setup) {
    setup.onResolve({ filter: /^\.\/(?:app\.tsx|commands\/index\.ts)$/ }, ({ path, kind }) => {
      if (kind !== 'dynamic-import') return undefined;
      return { path: path.includes('app') ? './app.js' : './commands.js', external: true };
    });
  },
};

/** zod brings its sentences in fifty languages, half of its size; ours are our own. */
const noLocales: Plugin = {
  name: 'no-locales',
  setup(setup) {
    setup.onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js'",
    }));
  },
};

/** Ink asks for its developer tools only when told to; a client in production never does. */
const noDevtools: Plugin = {
  name: 'no-devtools',
  setup(setup) {
    setup.onResolve({ filter: /^react-devtools-core$/ }, () => ({
      path: 'react-devtools-core',
      namespace: 'nothing',
    }));
    setup.onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: 'export default {}' }));
  },
};

/** Writes beside the old bundle and puts it in place at the end: a start meets all or nothing. */
export async function bundleTui(): Promise<void> {
  const manifest: { version: string } = JSON.parse(
    readFileSync(join(root, 'packages/tui/package.json'), 'utf8'),
  );
  const fresh = join(dist, `.bundle-${process.pid}`);
  await mkdir(fresh, { recursive: true });
  await build({
    entryPoints: Object.entries(entries).map(([out, path]) => ({ out, in: join(root, path) })),
    outdir: fresh,
    bundle: true,
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
    plugins: [loadedOnDemand, noLocales, noDevtools],
    logLevel: 'warning',
  });
  // Its helper process would outlive the build, and keep whoever built from ending.
  await stop();
  for (const name of ['commands.js', 'app.js', 'tui.js']) {
    await rename(join(fresh, name), join(dist, name));
  }
  await rm(fresh, { recursive: true, force: true });
}

if (import.meta.main) await bundleTui();
