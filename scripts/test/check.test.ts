// Every step of `pnpm check` on a small house of its own: silent when all is right, loud at one planted wrong.

import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { findSupplyProblems, runStep, steps } from '../check.ts';
import { root } from '../freshness.ts';

/** The house's own configuration: a rule that is switched off there is missed here. */
const configuration = [
  '.gitignore',
  '.oxlintrc.json',
  'biome.json',
  'knip.json',
  'tsconfig.base.json',
  'tsconfig.json',
  'tsconfig.tests.json',
  ...['shared', 'daemon', 'tui'].map((name) => `packages/${name}/tsconfig.json`),
];

const manifest = (name: string, more: object = {}) =>
  `${JSON.stringify({ name, private: true, type: 'module', ...more }, null, 2)}\n`;

const clean: Record<string, string> = {
  'package.json': manifest('house'),
  'pnpm-workspace.yaml': 'packages:\n  - packages/*\n',
  'packages/shared/package.json': manifest('@parley/shared'),
  'packages/shared/src/words.ts': `export const hello = 'hello';\n`,
  'packages/shared/src/greet.ts': `import { hello } from './words.ts';\n\nexport const greet = (name: string): string => \`\${hello} \${name}\`;\n`,
  'packages/daemon/package.json': manifest('@parley/daemon', { main: './src/main.ts' }),
  'packages/daemon/src/main.ts': `import { loadConfig } from './config/index.ts';\n\nprocess.stdout.write(await loadConfig());\n`,
  'packages/daemon/src/config/index.ts': `export const loadConfig = async (): Promise<string> => process.env.LEVEL ?? 'info';\n`,
  'packages/daemon/test/config.test.ts': `import { loadConfig } from '../src/config/index.ts';\n\nawait loadConfig();\n`,
  'packages/tui/package.json': manifest('@parley/tui'),
  'packages/tui/src/main.ts': `import { theme } from './theme/index.ts';\n\nprocess.stdout.write(theme);\n`,
  'packages/tui/src/theme/index.ts': `export const theme = 'dark';\n`,
};

const house = mkdtempSync(join(tmpdir(), 'parley-check-'));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(house, path)), { recursive: true });
  writeFileSync(join(house, path), text);
}

const run = (name: string) => runStep(steps.find((step) => step.name === name)!, house);

beforeAll(() => {
  for (const path of configuration) {
    mkdirSync(dirname(join(house, path)), { recursive: true });
    cpSync(join(root, path), join(house, path));
  }
  symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'));
  for (const [path, text] of Object.entries(clean)) write(path, text);
  // The pages of the house itself, as the code writes them now.
  const { args } = steps.find(({ name }) => name === 'reference')!;
  const written = args.filter((word) => word !== '--check');
  expect(spawnSync(process.execPath, written, { cwd: house }).status).toBe(0);
});

afterAll(() => rmSync(house, { recursive: true, force: true }));

test.each(steps.map(({ name }) => name))('all is right: %s', (name) => {
  expect(run(name)).toEqual({ isRight: true, output: expect.any(String) });
});

// Step, file, what is added at its end, and a part of the complaint.
const wrongs: [step: string, path: string, text: string, complaint: string][] = [
  [
    'format and lint',
    'packages/tui/src/theme/index.ts',
    'console.log( theme )',
    'Formatter would have printed',
  ],
  [
    'format and lint',
    'packages/tui/src/theme/index.ts',
    'export const any: any = theme;\n',
    'noExplicitAny',
  ],
  [
    'promises and switches',
    'packages/daemon/src/main.ts',
    'loadConfig();\n',
    'no-floating-promises',
  ],
  [
    'promises and switches',
    'packages/daemon/test/config.test.ts',
    'loadConfig();\n',
    'no-floating-promises',
  ],
  [
    'promises and switches',
    'packages/daemon/src/main.ts',
    '[1].forEach(async () => {});\n',
    'no-misused-promises',
  ],
  [
    'promises and switches',
    'packages/tui/src/main.ts',
    `const which = 'a' as 'a' | 'b';\nswitch (which) {\n  case 'a':\n}\n`,
    'switch-exhaustiveness-check',
  ],
  [
    'floors',
    'packages/tui/src/theme/index.ts',
    `import '../main.ts';\n`,
    'theme may not import main',
  ],
  ['types', 'packages/shared/src/words.ts', 'export const one: string = 1;\n', 'TS2322'],
  ['types', 'packages/daemon/test/config.test.ts', 'const one: string = 1;\n', 'TS2322'],
  ['unused code', 'packages/tui/src/theme/index.ts', 'export const light = 1;\n', 'light'],
  ['unused code', 'packages/tui/src/theme/lonely.ts', 'export {};\n', 'lonely.ts'],
  [
    'reference',
    'docs/reference/limits.md',
    'One more thing.\n',
    'limits.md is stale: run pnpm docs',
  ],
];

afterEach(() => {
  rmSync(join(house, 'packages/tui/src/theme/lonely.ts'), { force: true });
  for (const [path, text] of Object.entries(clean)) write(path, text);
});

test.each(wrongs)('one thing is wrong: %s in %s %s', (step, path, text, complaint) => {
  const before =
    clean[path] ?? (path.endsWith('.md') ? readFileSync(join(house, path), 'utf8') : '');
  write(path, before + text);
  const result = run(step);
  expect(result.output).toContain(complaint);
  expect(result.isRight).toBe(false);
});

test('the settings against bad packages are there, and each is missed when it is not', () => {
  const workspace = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8');
  expect(findSupplyProblems(workspace)).toEqual([]);
  for (const name of ['minimumReleaseAge', 'blockExoticSubdeps', 'trustPolicy', 'allowBuilds']) {
    const problems = findSupplyProblems(workspace.replace(name, `no${name}`));
    expect(problems.join()).toContain(name);
  }
  expect(
    findSupplyProblems(workspace.replace(/minimumReleaseAge: \d+/, 'minimumReleaseAge: 60')),
  ).toHaveLength(1);
});
