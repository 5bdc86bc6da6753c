// Start-up of the bundled client, warm: `tui whoami`, and the first useful frame, against bare Node.

import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawn } from 'node-pty';
import { register, startDaemon } from './support/daemon.ts';
import { median, printFigures, printRatio } from './support/report.ts';

const tui = fileURLToPath(new URL('../packages/tui/dist/tui.js', import.meta.url));
const runs = 21;

function timeCommand(args: string[], env: NodeJS.ProcessEnv): number {
  const before = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { env });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  return performance.now() - before;
}

/** Milliseconds until the rooms are on the screen. Then the client is left as a person leaves it. */
function timeFirstFrame(env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve) => {
    const before = performance.now();
    let elapsed: number | undefined;
    const pty = spawn(process.execPath, [tui], {
      name: 'xterm-256color',
      cols: 120,
      rows: 40,
      env: env as Record<string, string>,
    });
    let output = '';
    let leaving: NodeJS.Timeout | undefined;
    pty.onData((data) => {
      output += data;
      if (elapsed === undefined && output.includes('lobby')) {
        elapsed = performance.now() - before;
        // Until the client reads keys, Ctrl+C is only echoed: say it again until it leaves.
        leaving = setInterval(() => pty.write('\x03'), 200);
      }
    });
    pty.onExit(() => {
      clearInterval(leaving);
      resolve(elapsed ?? Number.NaN);
    });
  });
}

await using daemon = await startDaemon();
const home = await mkdtemp(join(tmpdir(), 'parley-bench-home-'));
try {
  const token = await register(daemon.url, 'ada');
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    TERM: 'xterm-256color',
    HOME: home,
    PARLEY_SERVER: daemon.url,
    PARLEY_TOKEN: token,
  };
  // Warm: the compile cache, the file cache, and what the client remembers of its last screen.
  for (let index = 0; index < 3; index += 1) {
    timeCommand([tui, 'whoami'], env);
    await timeFirstFrame(env);
  }
  const times = { node: [] as number[], whoami: [] as number[], frame: [] as number[] };
  for (let index = 0; index < runs; index += 1) {
    times.node.push(timeCommand(['-e', '0'], env));
    times.whoami.push(timeCommand([tui, 'whoami'], env));
    times.frame.push(await timeFirstFrame(env));
  }
  const [node, whoami, frame] = [median(times.node), median(times.whoami), median(times.frame)];
  printFigures(`Start-up, median of ${runs} warm runs`, {
    'node -e 0': `${node.toFixed(1)} ms`,
    'tui whoami': `${whoami.toFixed(1)} ms`,
    'tui, first useful frame': `${frame.toFixed(1)} ms`,
  });
  printRatio('tui whoami', whoami / node, 'at most 3×');
  printRatio('first useful frame', frame / node, 'at most 4×');
} finally {
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
}
