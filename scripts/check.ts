// `pnpm check`: everything that can be wrong without running: each step by itself, all failures told.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './freshness.ts';

export interface Step {
  readonly name: string;
  readonly why: string;
  /** Arguments of Node; the first is a script. */
  readonly args: readonly string[];
}

const tool = (path: string): string => join(root, 'node_modules', path);

export const steps: readonly Step[] = [
  {
    name: 'format and lint',
    why: 'one look for all code: pnpm format mends most',
    args: [tool('@biomejs/biome/bin/biome'), 'check', '.'],
  },
  {
    name: 'floors',
    why: 'who may import whom',
    args: [join(root, 'scripts/check-floors.ts')],
  },
  {
    name: 'types',
    why: 'programs, then tests and scripts',
    args: [tool('typescript/bin/tsc'), '-b'],
  },
  {
    name: 'promises and switches',
    why: 'a forgotten promise is a forgotten error; it reads the types that were just built',
    args: [tool('oxlint/bin/oxlint'), '--type-aware', '--quiet'],
  },
  {
    name: 'unused code',
    why: 'files, exports and dependencies that nothing uses',
    args: [tool('knip/bin/knip.js'), '--no-progress'],
  },
  {
    name: 'reference',
    why: 'generated pages are what the code would write: pnpm docs mends them',
    args: ['-C', 'parley-source', join(root, 'scripts/docs.ts'), '--check'],
  },
];

export interface StepResult {
  isRight: boolean;
  output: string;
}

export function runStep({ args }: Step, directory: string): StepResult {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...args], {
    cwd: directory,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return { isRight: status === 0, output: `${stdout}${stderr}`.trim() };
}

/** What the settings of the supply chain lack. */
export function findSupplyProblems(workspace: string): string[] {
  const wanted: [RegExp, string][] = [
    [
      /^minimumReleaseAge: (?:[5-9]\d{3}|4[3-9]\d{2}|\d{5,})$/m,
      'minimumReleaseAge of at least 4320 minutes',
    ],
    [/^blockExoticSubdeps: true$/m, 'blockExoticSubdeps: true'],
    [/^trustPolicy: no-downgrade$/m, 'trustPolicy: no-downgrade'],
    [/^allowBuilds:$/m, 'allowBuilds'],
  ];
  return wanted.filter(([pattern]) => !pattern.test(workspace)).map(([, name]) => name);
}

if (import.meta.main) {
  let failures = 0;
  const report = (name: string, { isRight, output }: StepResult, why: string) => {
    console.log(`${isRight ? '✓' : '✗'} ${name}`);
    if (isRight) return;
    failures += 1;
    console.log(`\n${output}\n\n  (${why})\n`);
  };
  for (const step of steps) report(step.name, runStep(step, root), step.why);
  const missing = findSupplyProblems(readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8'));
  report(
    'supply chain',
    { isRight: missing.length === 0, output: missing.map((name) => `missing: ${name}`).join('\n') },
    'pnpm-workspace.yaml keeps young, untrusted and building packages out',
  );
  if (failures > 0) process.exitCode = 1;
}
