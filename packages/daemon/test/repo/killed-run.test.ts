// What a killed test run leaves behind: nothing.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { waitForEnd } from '../support/embedded.ts';

test('a run that is killed takes its PostgreSQL and its data along', async () => {
  const script = fileURLToPath(new URL('../support/killed-run.ts', import.meta.url));
  const run = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface(run.stdout), 'line');
  const { pid, directory } = JSON.parse(String(line)) as { pid: number; directory: string };
  expect(directory).toContain(`parley-test-${run.pid}-`);
  run.kill('SIGKILL');
  await waitForEnd(pid);
  await expect.poll(() => existsSync(directory), { timeout: 30_000 }).toBe(false);
});
