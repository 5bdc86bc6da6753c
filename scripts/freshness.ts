// Whether the programs are built from the sources as they are, by a walk that takes milliseconds.

import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '..');

/** The built programs, as `pnpm -s parleyd` and `pnpm -s tui` run them. */
export const programs = {
  parleyd: join(root, 'packages/daemon/dist/main.js'),
  tui: join(root, 'packages/tui/dist/tui.js'),
} as const;

export type Program = keyof typeof programs;

/** Below `node_modules`: what a new install brings is built anew. */
export const cacheDirectory = join(root, 'node_modules/.cache/parley');

const stamp = join(cacheDirectory, 'built');

const inputs = [
  'pnpm-lock.yaml',
  'tsconfig.base.json',
  'scripts/bundle-tui.ts',
  ...['shared', 'daemon', 'tui'].flatMap((name) =>
    ['src', 'package.json', 'tsconfig.json'].map((path) => join('packages', name, path)),
  ),
];

/** Changes whenever a source is written, added, renamed or removed. */
export function readFingerprint(): string {
  const hash = createHash('sha1');
  for (const input of inputs) {
    const path = join(root, input);
    const files = input.endsWith('src')
      ? readdirSync(path, { recursive: true, encoding: 'utf8' }).sort()
      : [''];
    for (const file of files) {
      const { size, mtimeMs } = statSync(join(path, file));
      hash.update(`${input}/${file} ${size} ${mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}

export function isFresh(fingerprint: string): boolean {
  if (!Object.values(programs).every((path) => existsSync(path))) return false;
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint;
}

/** Notes that the programs are built from the sources of this fingerprint. */
export function markFresh(fingerprint: string): void {
  mkdirSync(dirname(stamp), { recursive: true });
  const partial = `${stamp}.${process.pid}`;
  writeFileSync(partial, fingerprint);
  renameSync(partial, stamp);
}
