// `parleyd daemon`, `stop`, `restart`, `status`: the daemon in the background.

import { spawn } from 'node:child_process';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '@parley/shared/errors';
import { formatTree } from '../supervision/index.ts';
import type { CommandContext } from './command.ts';
import { findDaemon } from './state-file.ts';

const startTimeoutMs = 120_000;
const stopTimeoutMs = 40_000;

export async function startInBackground({
  config,
  loaded,
  print,
}: CommandContext): Promise<number> {
  const running = await findDaemon(config.dataDirectory);
  if (running) {
    print(`parleyd is already running (pid ${running.state.pid}) at ${running.state.url}`);
    return 0;
  }
  await mkdir(config.dataDirectory, { recursive: true, mode: 0o700 });
  const logPath = join(config.dataDirectory, 'parleyd.log');
  const logFile = await open(logPath, 'a', 0o600);
  const child = spawn(
    process.execPath,
    [...process.execArgv, process.argv[1]!, 'start', ...loaded.flags],
    { detached: true, stdio: ['ignore', logFile.fd, logFile.fd] },
  );
  await logFile.close();
  let exit: number | undefined;
  child.once('exit', (code) => {
    exit = code ?? 1;
  });
  const deadline = Date.now() + startTimeoutMs;
  while (exit === undefined && Date.now() < deadline) {
    const daemon = await findDaemon(config.dataDirectory);
    if (daemon && daemon.state.pid === child.pid) {
      print(`parleyd ready ${daemon.state.url} pid=${child.pid}`);
      child.unref();
      return 0;
    }
    await sleep(100);
  }
  const tail = (await readFile(logPath, 'utf8')).trimEnd().split('\n').slice(-5).join('\n');
  throw new DomainError('unavailable', `parleyd did not start. The end of ${logPath}:\n${tail}`);
}

export async function stop({ config, print }: CommandContext): Promise<number> {
  const daemon = await findDaemon(config.dataDirectory);
  if (!daemon) {
    print('parleyd is not running');
    return 0;
  }
  const { pid } = daemon.state;
  process.kill(pid, 'SIGTERM');
  const deadline = Date.now() + stopTimeoutMs;
  while (isAlive(pid)) {
    if (Date.now() > deadline) {
      throw new DomainError('unavailable', `parleyd (pid ${pid}) does not stop.`);
    }
    await sleep(50);
  }
  print(`parleyd stopped (pid ${pid})`);
  return 0;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

export async function restart(context: CommandContext): Promise<number> {
  return (await stop(context)) || startInBackground(context);
}

export async function tellStatus({ config, isJson, print }: CommandContext): Promise<number> {
  const daemon = await findDaemon(config.dataDirectory);
  if (!daemon) {
    print(isJson ? JSON.stringify({ running: false }) : 'parleyd is not running');
    return 7;
  }
  const { state, status } = daemon;
  if (isJson) {
    print(JSON.stringify({ running: true, url: state.url, ...status }));
  } else {
    print(`parleyd ${status.version} (pid ${status.pid}) at ${state.url}`);
    print(formatTree(status.tree));
  }
  return 0;
}
