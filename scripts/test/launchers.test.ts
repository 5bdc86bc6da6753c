// A program that npx started must not outlive it: npx does not pass SIGTERM on.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, expect, test } from 'vitest';

const launchers = join(import.meta.dirname, '../launchers.ts');

// Says its name for the test to end it, and what it is told.
const program = `
  import { endWithLaunchers } from ${JSON.stringify(launchers)};
  setInterval(() => {}, 1000);
  endWithLaunchers();
  let told = 0;
  process.on('SIGTERM', () => {
    told += 1;
    setTimeout(() => { console.log('told ' + told); process.exit(); }, 1000);
  });
  process.on('SIGUSR2', () => setTimeout(() => console.log('goes on'), 2000));
  console.log('pid ' + process.pid);
`;

// A stand-in for npx: its name, and a shell between it and the program.
const npx = (title: string) => `
  process.title = ${JSON.stringify(title)};
  const { spawn } = require('node:child_process');
  const command = '"$NODE" --input-type=module -e "$PROGRAM"; true';
  spawn('sh', ['-c', command], { stdio: 'inherit' });
`;

let started: { outer: ChildProcess; pid: number; next(): Promise<string> } | undefined;

async function start(title: string) {
  const outer = spawn(process.execPath, ['-e', npx(title)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE: process.execPath, PROGRAM: program },
  });
  const lines = createInterface(outer.stdout!)[Symbol.asyncIterator]();
  const next = async () => String((await lines.next()).value);
  started = { outer, pid: Number((await next()).replace('pid ', '')), next };
  return started;
}

afterEach(() => {
  if (!started) return;
  for (const pid of [started.outer.pid!, started.pid]) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended.
    }
  }
  started = undefined;
});

test.skipIf(process.platform !== 'linux')('it ends, told once, when npx is killed', async () => {
  const { outer, next } = await start('npm exec pnpm@12 start');
  outer.kill('SIGKILL');
  expect(await next()).toBe('told 1');
});

test('it is told once when npx and it get the signal together', async () => {
  const { outer, pid, next } = await start('npm exec pnpm@12 start');
  process.kill(pid, 'SIGTERM');
  outer.kill('SIGKILL');
  expect(await next()).toBe('told 1');
});

test('it goes on when what started it was no launcher, as after a logout', async () => {
  const { outer, pid, next } = await start('somebody');
  outer.kill('SIGKILL');
  await once(outer, 'exit');
  process.kill(pid, 'SIGUSR2');
  expect(await next()).toBe('goes on');
});
