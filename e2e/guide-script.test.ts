// The script of the guide, run as it is shown there: it resumes after an outage and misses nothing, edits included.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { startBalancer } from './support/balancer.ts';
import { connectHttp, register } from './support/client.ts';
import { cleanEnvironment, findFreePort, startDaemon } from './support/daemon.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const patient = { timeout: 60_000 };

/** Where it finds the client that stands in its first line. */
async function writeScript(): Promise<{ path: string } & AsyncDisposable> {
  const guide = await readFile(join(root, 'docs/guides/scripting.md'), 'utf8');
  const [, script] = /```js\n(import \{ createTRPCClient[\s\S]*?)```/.exec(guide) ?? [];
  await mkdir(join(root, 'node_modules/.cache'), { recursive: true });
  const directory = await mkdtemp(join(root, 'node_modules/.cache/guide-'));
  const path = join(directory, 'follow.mjs');
  await writeFile(path, script!);
  return { path, [Symbol.asyncDispose]: () => rm(directory, { recursive: true }) };
}

test('the guide’s stock tRPC client follows a room over an outage', async () => {
  await using daemon = await startDaemon();
  await using balancer = await startBalancer([daemon.port]);
  await using script = await writeScript();
  const token = await register(daemon.url, 'ada');
  const { chat } = connectHttp(daemon.url, token);
  const say = (body: string) => chat.sendMessage.mutate({ room: 'lobby', body, clientId: body });
  const first = await say('one');

  const env = { ...cleanEnvironment(), PARLEY_SERVER: balancer.url, PARLEY_TOKEN: token };
  const child = spawn(process.execPath, [script.path], { env });
  let output = '';
  child.stdout.on('data', (data) => {
    output += data;
  });
  child.stderr.on('data', (data) => {
    output += data;
  });
  const lines = () => output.trimEnd().split('\n');
  try {
    await vi.waitFor(() => expect(lines()).toEqual(['1 ada: one']), patient);
    await say('two');
    await vi.waitFor(() => expect(lines()).toEqual(['1 ada: one', '2 ada: two']), patient);
    await balancer.lead([await findFreePort()]);
    await balancer.cut();
    await say('three');
    await chat.editMessage.mutate({ id: first.id, body: 'one, once more' });
    await say('four');
    await balancer.lead([daemon.port]);
    await vi.waitFor(() => expect(lines()).toHaveLength(5), patient);
    expect(lines().slice(2)).toEqual(['3 ada: three', '4 ada: four', '1 ada: one, once more']);
    await daemon.kill();
    await daemon.restart();
    await say('five');
    await chat.editMessage.mutate({ id: first.id, body: 'one, for ever' });
    await vi.waitFor(() => expect(lines()).toHaveLength(7), patient);
    expect(lines().slice(5).sort()).toEqual(['1 ada: one, for ever', '5 ada: five']);
  } finally {
    child.kill();
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
}, 180_000);
