// The person's own program is told of a message with JSON on its stdin, and may fail as it likes.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tellProgram } from '../../src/terminal/notify.ts';
import { openUrl } from '../../src/terminal/open-url.ts';

test('row 94: what others write reaches the program as data, and no shell reads it', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'parley-notify-'));
  try {
    const path = join(directory, 'told');
    const code = 'process.stdin.pipe(require("node:fs").createWriteStream(process.argv[1]))';
    const told = { kind: 'mention', room: '#lobby', text: '$(touch pwned) `id` "; rm -rf /' };
    tellProgram([process.execPath, '-e', code, path], told);
    const read = async () =>
      JSON.parse(await readFile(path, 'utf8').catch(() => 'null')) as unknown;
    await expect.poll(() => read().catch(() => null), { timeout: 20_000 }).toEqual(told);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});

test('a program that is missing, or does not read, harms nothing', () => {
  tellProgram([], {});
  tellProgram(['/nowhere/at/all'], { text: 'x' });
  tellProgram([process.execPath, '-e', ''], { text: 'x'.repeat(1_000_000) });
});

test('whose program is missing or may not be run is told so', async () => {
  const problems: string[] = [];
  const tell = (program: string) => tellProgram([program], {}, (problem) => problems.push(problem));
  tell('/nowhere/at/all');
  await expect.poll(() => problems, { timeout: 20_000 }).toHaveLength(1);
  tell(tmpdir());
  await expect.poll(() => problems, { timeout: 20_000 }).toHaveLength(2);
  expect(problems).toEqual([
    '/nowhere/at/all is not told of messages: there is no such program.',
    `${tmpdir()} is not told of messages: it may not be run.`,
  ]);
});

test('only web addresses are opened', () => {
  expect(() => openUrl('file:///etc/passwd')).toThrow('no web address');
  expect(() => openUrl('javascript:alert(1)')).toThrow('no web address');
});
