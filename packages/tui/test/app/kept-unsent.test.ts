// Drafts and unsent lines outlive a client that is killed, and one client does not wipe out what another keeps.

import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepUnsent, readUnsent } from '../../src/app/kept-unsent.ts';
import { createKeymap } from '../../src/keymap/index.ts';
import { createAppState, createAppStore, restoreDrafts } from '../../src/stores/index.ts';

let directory = '';
let path = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'unsent-'));
  path = join(directory, 'drafts', 'main.json');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function startClient() {
  const size = { columns: 80, rows: 24 };
  const store = createAppStore(
    createAppState({ size, server: 'http://here', theme: 'none', keymap: createKeymap() }),
  );
  store.dispatch(...restoreDrafts(await readUnsent(path), 'http://here'));
  const kept = keepUnsent(store, path);
  const write = (roomId: string, text: string) =>
    store.dispatch({
      type: 'draft',
      roomId,
      input: { type: 'edited', action: { type: 'setText', text } },
    });
  return { write, stop: kept.stop };
}

const texts = async () =>
  Object.fromEntries(
    [...(await readUnsent(path)).values()].flatMap((entry) =>
      entry.kind === 'draft' ? [[entry.place, entry.text]] : [],
    ),
  );

test('what is being written is on the disk without the client having ended, for its owner alone', async () => {
  const client = await startClient();
  client.write('lobby', 'half a sen');
  await expect.poll(texts, { timeout: 20_000 }).toEqual({ lobby: 'half a sen' });
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  client.write('lobby', '');
  await expect.poll(texts, { timeout: 20_000 }).toEqual({});
  await client.stop();
  expect(await readdir(join(directory, 'drafts'))).toEqual(['main.json']);
});

test('two clients of one profile keep their own rooms, and the last to end takes nothing from the other', async () => {
  const before = await startClient();
  before.write('both', 'from before');
  await before.stop();
  const one = await startClient();
  const other = await startClient();
  one.write('lobby', 'of one');
  one.write('both', '');
  other.write('dev', 'of the other');
  await one.stop();
  await other.stop();
  expect(await texts()).toEqual({ lobby: 'of one', dev: 'of the other' });
});

test('many clients that keep at once lose nothing of each other', async () => {
  const clients = await Promise.all(Array.from({ length: 8 }, startClient));
  for (const [index, { write }] of clients.entries()) write(`room-${index}`, `text ${index}`);
  await Promise.all(clients.map(({ stop }) => stop()));
  expect(Object.keys(await texts()).sort()).toEqual(clients.map((_, index) => `room-${index}`));
});

test('a lock left by a client that was killed holds nobody up', async () => {
  const first = await startClient();
  first.write('lobby', 'one');
  await first.stop();
  await writeFile(`${path}.lock`, '');
  const longAgo = new Date(Date.now() - 60_000);
  await utimes(`${path}.lock`, longAgo, longAgo);
  const client = await startClient();
  client.write('lobby', 'two');
  await client.stop();
  expect(await texts()).toEqual({ lobby: 'two' });
});

test('a file as older clients left it is read', async () => {
  const client = await startClient();
  await client.stop();
  await rm(join(directory, 'drafts'), { recursive: true, force: true });
  path = join(directory, 'older.json');
  const drafts = [{ roomId: 'lobby', text: 'still here' }];
  await writeFile(path, JSON.stringify({ version: 1, server: 'http://here', drafts }));
  expect(await texts()).toEqual({ lobby: 'still here' });
});
