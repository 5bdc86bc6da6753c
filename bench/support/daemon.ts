// A daemon for benches: its own process, its own data, no rate limits.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../packages/daemon/dist/main.js', import.meta.url));

export const password = 'Quartz-lantern-71-meadow';

export interface BenchDaemon extends AsyncDisposable {
  url: string;
  dataDirectory: string;
  process: ChildProcess;
}

export async function startDaemon(env: NodeJS.ProcessEnv = {}): Promise<BenchDaemon> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'parley-bench-'));
  const child = spawn(process.execPath, [main, 'start'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PARLEY_DATA_DIR: dataDirectory,
      PARLEY_PORT: '0',
      PARLEY_RATE_API: 'off',
      PARLEY_RATE_MESSAGES: 'off',
      PARLEY_RATE_LOGIN: 'off',
      PARLEY_LOG_LEVEL: 'warn',
      ...env,
    },
  });
  const [line] = (await once(createInterface(child.stdout!), 'line')) as [string];
  const url = /http:\S+/.exec(line)?.[0];
  if (!url) throw new Error(`parleyd did not become ready: ${line}`);
  return {
    url,
    dataDirectory,
    process: child,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}

/** One call over HTTP, without a client library in the way. */
export async function call<Result>(
  url: string,
  path: string,
  input: unknown,
  token?: string,
): Promise<Result> {
  const response = await fetch(`${url}/trpc/${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(input),
  });
  const body = (await response.json()) as { result?: { data: Result }; error?: unknown };
  if (!body.result) throw new Error(`${path}: ${JSON.stringify(body.error)}`);
  return body.result.data;
}

export async function register(url: string, username: string): Promise<string> {
  const email = `${username}@example.org`;
  const made = await call<{ token: string }>(url, 'accounts.register', {
    username,
    email,
    password,
  });
  return made.token;
}

/** CPU seconds that a process has used, from Linux's own account of it. */
export function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
