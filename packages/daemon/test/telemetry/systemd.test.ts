// What systemd hears, with a program in its place that writes down how it was called.

import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { notifySystemd } from '../../src/telemetry/index.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'parley-systemd-'));
});
afterEach(() => rm(directory, { recursive: true }));

async function placeProgram(body: string): Promise<void> {
  const program = join(directory, 'systemd-notify');
  await writeFile(program, `#!/bin/sh\n${body}\n`);
  await chmod(program, 0o755);
}

const env = (socket?: string) => ({
  PATH: `${directory}:/usr/bin:/bin`,
  HEARD: join(directory, 'heard'),
  NOTIFY_SOCKET: socket,
});
const record = 'printf "%s|%s|%s\\n" "$#" "$1" "$NOTIFY_SOCKET" >> "$HEARD"';
const heard = () => readFile(join(directory, 'heard'), 'utf8').catch(() => '');

it('sends each state, in order, to the socket it was given', async () => {
  await placeProgram(record);
  await notifySystemd('READY=1', env('/run/x'));
  await notifySystemd('STATUS=5 rooms; rm -rf $HOME', env('/run/x'));
  await notifySystemd('STOPPING=1', env('/run/x'));
  expect(await heard()).toBe(
    '1|READY=1|/run/x\n1|STATUS=5 rooms; rm -rf $HOME|/run/x\n1|STOPPING=1|/run/x\n',
  );
});

it('says nothing outside systemd', async () => {
  await placeProgram(record);
  await notifySystemd('READY=1', env());
  expect(await heard()).toBe('');
});

it.each([
  ['fails', () => placeProgram('exit 1')],
  ['is missing', async () => {}],
])('goes on when the program %s', async (_how, prepare) => {
  await prepare();
  const there = { ...env('/nowhere'), PATH: directory };
  await expect(notifySystemd('READY=1', there)).resolves.toBeUndefined();
});

it('goes on when the state cannot be sent', async () => {
  await expect(notifySystemd('STATUS=\0', env('/nowhere'))).resolves.toBeUndefined();
});
