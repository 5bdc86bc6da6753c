// The client on a daemon of this directory: the one that runs already, else one of its own for as long.

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fstatSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { programs } from './freshness.ts';

/** As a shell tells of a program that SIGINT ended. */
const interrupted = 128 + constants.signals.SIGINT;

interface Daemon extends AsyncDisposable {
  url: string;
}

/**
 * Opens the client in this terminal; afterwards the daemon is stopped, unless it ran before.
 *
 * Ctrl+C and a closed terminal reach the whole foreground process group. The client decides what they
 * mean; the daemon stands in a group of its own, so it ends last and in order.
 *
 * @returns the client's exit status, or the daemon's when that did not start.
 */
export async function openClient(daemonArgs: readonly string[]): Promise<number> {
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => interruption.abort(signal));
  }
  const url = await findDaemon(daemonArgs);
  if (interruption.signal.aborted) return interrupted;
  if (url !== undefined) return runClient(url, interruption.signal);
  const daemon = await startDaemon(daemonArgs, interruption.signal);
  if (typeof daemon === 'number') return daemon;
  await using _stopped = daemon;
  return await runClient(daemon.url, interruption.signal);
}

/** The address of the daemon that serves this data directory, if one does. */
async function findDaemon(daemonArgs: readonly string[]): Promise<string | undefined> {
  const argv = [programs.parleyd, 'status', '--json', ...daemonArgs];
  const output = await new Promise<string>((resolve) => {
    execFile(process.execPath, argv, (_error, stdout) => resolve(stdout));
  });
  // A wrong option is told by the start that follows.
  if (output === '') return undefined;
  const status: { running: boolean; url?: string } = JSON.parse(output);
  return status.running ? status.url : undefined;
}

async function startDaemon(
  daemonArgs: readonly string[],
  interruption: AbortSignal,
): Promise<Daemon | number> {
  const directory = process.env.PARLEY_DATA_DIR ?? '.parley';
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const logPath = join(directory, 'parleyd.log');
  process.stderr.write(`Starting parleyd; its log is ${logPath}\n`);
  const log = openSync(logPath, 'a', 0o600);
  const logged = fstatSync(log).size;
  const child = spawn(process.execPath, [programs.parleyd, 'start', ...daemonArgs], {
    detached: true,
    stdio: ['ignore', 'pipe', log],
  });
  const stop = () => stopDaemon(child);
  const stopSoon = () => void stop();
  interruption.addEventListener('abort', stopSoon);
  const exited = once(child, 'exit').then(() => undefined);
  const line = once(createInterface(child.stdout!), 'line') as Promise<[string]>;
  const [ready] = (await Promise.race([line, exited])) ?? [];
  interruption.removeEventListener('abort', stopSoon);
  const url = /^parleyd ready (http\S+)/.exec(ready ?? '')?.[1];
  if (interruption.aborted) {
    await stop();
    return interrupted;
  }
  if (url !== undefined) return { url, [Symbol.asyncDispose]: stop };
  await stop();
  process.stderr.write(readWords(logPath, logged));
  return statusOf(child) || 1;
}

async function stopDaemon(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

async function runClient(url: string, interruption: AbortSignal): Promise<number> {
  const child = spawn(process.execPath, [programs.tui, '--server', url], { stdio: 'inherit' });
  interruption.addEventListener('abort', () => child.kill(interruption.reason as NodeJS.Signals));
  await once(child, 'exit');
  return statusOf(child);
}

function statusOf({ exitCode, signalCode }: ChildProcess): number {
  return exitCode ?? 128 + (signalCode ? constants.signals[signalCode] : 0);
}

/** What a log says from a byte on for people: all lines but those of JSON. */
function readWords(path: string, from: number): string {
  const lines = readFileSync(path).subarray(from).toString().trimEnd().split('\n');
  return lines.map((line) => (line.startsWith('{') ? '' : `${line}\n`)).join('');
}
