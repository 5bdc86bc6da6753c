// A blog goes into a directory and comes out of it again, on another server, to the byte.

import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DaemonProcess, password, startDaemon } from './support/daemon.ts';
import { createPerson, type Person, tuiPath } from './support/run.ts';
import { openTerminal } from './support/terminal.ts';

let here: DaemonProcess;
let there: DaemonProcess;
let ada: Person;
let eve: Person;

async function signUp(daemon: DaemonProcess, username: string): Promise<Person> {
  const person = await createPerson(daemon.url);
  const argv = ['register', '-u', username, '--email', `${username}@example.org`];
  const made = await person.tui([...argv, '--password-stdin'], { input: `${password}\n` });
  expect(made).toMatchObject({ code: 0 });
  return person;
}

beforeAll(async () => {
  [here, there] = await Promise.all([startDaemon(), startDaemon()]);
  [ada, eve] = await Promise.all([signUp(here, 'ada'), signUp(there, 'ada')]);
});

afterAll(async () => {
  await Promise.all([ada, eve].map((person) => person?.[Symbol.asyncDispose]()));
  await Promise.all([here, there].map((daemon) => daemon?.[Symbol.asyncDispose]()));
});

async function run(person: Person, argv: string[], input?: string) {
  const result = await person.tui([...argv, '--json'], { input });
  expect(result, argv.join(' ')).toMatchObject({ code: 0, stderr: '' });
  return JSON.parse(result.stdout);
}

async function readDirectory(path: string): Promise<Record<string, string>> {
  const names = (await readdir(path)).sort();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(path, name), 'utf8')])),
  );
}

const newPost = async (front: string, body = 'Long enough a text.') =>
  run(ada, ['posts', 'new', '--file', '-'], `---\n${front}\n---\n\n${body}\n`);

test('export, import into an empty server, export: the same files to the byte', async () => {
  const draft = await newPost('title: "Colons: and # signs"\ntags: [tea, "2026"]');
  const open = await newPost('title: Öffentlich', '# Head\n\n---\n\n    code\n\n日本語 👩‍👩‍👧');
  await run(ada, ['posts', 'publish', open.slug]);
  await run(ada, ['posts', 'edit', open.slug, '--title', 'Another title']);
  const gone = await newPost('title: "yes"\ntags: []');
  await newPost('title: "yes"');
  await run(ada, ['posts', 'publish', gone.slug]);
  await run(ada, ['posts', 'unpublish', gone.slug]);
  await run(ada, ['posts', 'schedule', gone.slug, '2035-01-31T09:00Z']);
  await newPost('title: Later\npublish_at: 2034-01-31T09:00Z');

  const [first, second] = ['first', 'second'].map((name) => join(ada.env.HOME!, name));
  expect(await run(ada, ['posts', 'export', first!])).toEqual({ written: 5, unchanged: 0 });
  const files = await readDirectory(first!);
  expect(Object.keys(files)).toContain(`${draft.slug}.md`);
  expect(await run(ada, ['posts', 'export', first!])).toEqual({ written: 0, unchanged: 5 });

  const all = { created: 0, updated: 0, unchanged: 0, failed: 0, errors: [], isDry: false };
  const dry = await run(eve, ['posts', 'import', first!, '--dry-run']);
  expect(dry).toEqual({ ...all, created: 5, isDry: true });
  expect((await run(eve, ['posts', 'list'])).items).toEqual([]);
  expect(await run(eve, ['posts', 'import', first!])).toEqual({ ...all, created: 5 });
  expect(await readDirectory(first!)).toEqual(files);
  await run(eve, ['posts', 'export', second!]);
  expect(await readDirectory(second!)).toEqual(files);
  expect(await run(eve, ['posts', 'import', first!])).toEqual({ ...all, unchanged: 5 });
});

test('a file without an id gets one, is changed by its file, and fails rather than overwrite', async () => {
  const directory = join(ada.env.HOME!, 'own');
  await mkdir(directory);
  const path = join(directory, 'tea.md');
  const importAgain = () => ada.tui(['posts', 'import', directory, '--json']);
  const counts = async () => JSON.parse((await importAgain()).stdout);
  await writeFile(
    path,
    '---\n# mine\ntitle: Tea # hot\nstate: published\n---\n\nPour hot water.\n',
  );
  expect(await counts()).toMatchObject({ created: 1 });
  const text = await readFile(path, 'utf8');
  expect(text).toMatch(
    /^---\n# mine\ntitle: Tea # hot\nstate: published\nid: [0-9a-f-]{36}\nversion: 1\n---\n\nPour/,
  );
  expect(await counts()).toMatchObject({ unchanged: 1, created: 0 });

  await writeFile(path, text.replace('Pour', 'Now pour'));
  expect(await counts()).toMatchObject({ updated: 1 });
  expect(await readFile(path, 'utf8')).toContain('version: 2');
  await run(ada, ['posts', 'edit', 'tea', '--title', 'Somebody was faster']);
  await writeFile(path, (await readFile(path, 'utf8')).replace('Now pour', 'Then pour'));
  await writeFile(join(directory, 'twin.md'), await readFile(path, 'utf8'));
  await writeFile(join(directory, 'bad.md'), '---\ntitle: x\ncreated_at: 2999-01-01\n---\nshort');
  const failed = await importAgain();
  expect(failed.code).toBe(6);
  expect(JSON.parse(failed.stdout)).toMatchObject({
    failed: 3,
    errors: [
      { file: 'bad.md', code: 'invalid', fields: { title: [expect.any(String)] } },
      { file: 'tea.md', code: 'conflict' },
      { file: 'twin.md', code: 'invalid', fields: { id: [expect.any(String)] } },
    ],
  });
  expect((await run(ada, ['posts', 'show', 'tea'])).body).toBe('Now pour hot water.');
});

test('Ctrl-C stops between two files, and importing again makes nothing twice', async () => {
  const directory = join(eve.env.HOME!, 'many');
  await mkdir(directory);
  const count = 300;
  for (let n = 0; n < count; n += 1) {
    await writeFile(
      join(directory, `${n}.md`),
      `---\ntitle: Number ${n}\ntags: [many]\n---\nLong enough.\n`,
    );
  }
  const args = [tuiPath, 'posts', 'import', directory];
  await using terminal = openTerminal({ command: process.execPath, args, env: eve.env });
  await terminal.waitFor(/\[#+\.+\] \d+\/300/);
  terminal.write('\x03');
  expect(await terminal.exited).toBe(130);
  const [, created] = /(\d+) created/.exec(terminal.screen().join('\n')) ?? [];
  expect(Number(created)).toBeLessThan(count);
  const rest = await run(eve, ['posts', 'import', directory]);
  expect(rest.created + rest.unchanged).toBe(count);
  expect(rest.created).toBe(count - Number(created));
  const { total } = await run(eve, [
    'call',
    'blog.listPosts',
    '{"published":false,"tags":["many"],"page":1}',
  ]);
  expect(total).toBe(count);
});
