// Typing: from a key to its echo on the terminal, quiet, and while a room of 10,000 messages is busy.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { spawn } from 'node-pty';
import { call, register, startDaemon } from './support/daemon.ts';
import { printFigures, printRatio, quantile } from './support/report.ts';

const tui = fileURLToPath(new URL('../packages/tui/dist/tui.js', import.meta.url));
const history = 10_000;
const messagesPerSecond = 20;
const keystrokes = 200;

async function fill(url: string, token: string): Promise<void> {
  for (let start = 0; start < history; start += 250) {
    await Promise.all(
      Array.from({ length: 250 }, (_, offset) =>
        call(
          url,
          'chat.sendMessage',
          { room: 'lobby', body: `Message ${start + offset}`, clientId: `fill-${start + offset}` },
          token,
        ),
      ),
    );
  }
}

await using daemon = await startDaemon();
const home = await mkdtemp(join(tmpdir(), 'parley-bench-home-'));
const [ada, bob] = [await register(daemon.url, 'ada'), await register(daemon.url, 'bob')];
await fill(daemon.url, bob);

const pty = spawn(process.execPath, [tui], {
  name: 'xterm-256color',
  cols: 120,
  rows: 40,
  env: {
    PATH: process.env.PATH ?? '',
    TERM: 'xterm-256color',
    HOME: home,
    PARLEY_SERVER: daemon.url,
    PARLEY_TOKEN: ada,
  },
});
let output = '';
let onOutput = () => {};
pty.onData((data) => {
  output = (output + data).slice(-100_000);
  onOutput();
});

function waitForOutput(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`never saw ${text}`)), 30_000);
    onOutput = () => {
      if (!output.includes(text)) return;
      clearTimeout(late);
      onOutput = () => {};
      resolve();
    };
    onOutput();
  });
}

/**
 * Types digraphs that occur nowhere else: after each key it waits for that key's own character,
 * which is the only such one on the screen, since the line is cleared in between.
 */
async function measure(): Promise<number[]> {
  const latencies: number[] = [];
  const rare = ['ŧ', 'ħ', 'ŋ', 'đ', 'ł', 'ø'];
  for (let index = 0; index < keystrokes; index += 1) {
    const key = rare[index % rare.length]!;
    await sleep(30 + Math.random() * 40);
    output = '';
    const before = performance.now();
    const seen = waitForOutput(key);
    pty.write(key);
    await seen;
    latencies.push(performance.now() - before);
    if (index % rare.length === rare.length - 1) pty.write('\x15');
  }
  return latencies.sort((a, b) => a - b);
}

try {
  await waitForOutput('Message 99');
  await sleep(1_000);
  const quiet = await measure();
  let sent = 0;
  const flow = setInterval(() => {
    const input = { room: 'lobby', body: `Flow ${sent}`, clientId: `flow-${sent++}` };
    void call(daemon.url, 'chat.sendMessage', input, bob);
  }, 1_000 / messagesPerSecond);
  const busy = await measure();
  clearInterval(flow);
  const describe = (sorted: number[]) =>
    `p50 ${quantile(sorted, 0.5).toFixed(1)} ms, p99 ${quantile(sorted, 0.99).toFixed(1)} ms`;
  printFigures(`Key to echo, ${keystrokes} keys, room of ${history} messages, 120×40`, {
    quiet: describe(quiet),
    [`${messagesPerSecond} messages/s`]: `${describe(busy)}  (wanted: p50 at most 10 ms)`,
  });
  printRatio('p50, busy against quiet', quantile(busy, 0.5) / quantile(quiet, 0.5), 'near 1×');
} finally {
  pty.kill('SIGTERM');
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
}
