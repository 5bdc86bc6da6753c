// The guide to the HTTP API: its examples are run as they stand.

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { createWebWorld } from '../../support/web.ts';

test('the examples of docs/guides/api.md do what they say', async () => {
  await using world = await createWebWorld();
  const { token } = await world.signUp('ada');
  const guide = await readFile(
    new URL('../../../../../docs/guides/api.md', import.meta.url),
    'utf8',
  );
  const script = [...guide.matchAll(/^```sh\n(.*?)^```/gms)].map(([, block]) => block).join('');
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], {
    env: { PATH: process.env.PATH, PARLEY_SERVER: world.url, PARLEY_TOKEN: token },
  });
  const answers = stdout
    .replaceAll('}{', '}\n{')
    .split('\n')
    .map((line): { data?: unknown; error?: { code: string } } => JSON.parse(line));
  expect(answers.flatMap(({ error }) => (error ? [error.code] : []))).toEqual([
    'conflict',
    'invalid',
  ]);
  const said = answers.map(({ data }) => JSON.stringify(data)).join('\n');
  for (const words of ['"username":"grace"', 'at noon', 'Read and approved', 'build 42 is green']) {
    expect(said).toContain(words);
  }
  expect(
    (await world.blog.getPost((await world.signUp('bob')).scope, { slug: 'release-notes' }))
      .version,
  ).toBe(3);
});
