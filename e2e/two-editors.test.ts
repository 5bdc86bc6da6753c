// Two people edit one post at once, each in an editor of their own: no text is lost.

import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DaemonProcess, password, startDaemon } from './support/daemon.ts';
import { createPerson, type Person, tuiPath } from './support/run.ts';
import { openTerminal, type Terminal } from './support/terminal.ts';

let daemon: DaemonProcess;
let ada: Person;

beforeAll(async () => {
  daemon = await startDaemon();
  ada = await createPerson(daemon.url);
  const argv = ['register', '--username', 'ada', '--email', 'ada@example.org', '--password-stdin'];
  expect(await ada.tui(argv, { input: `${password}\n` })).toMatchObject({ code: 0 });
});

afterAll(async () => {
  await ada?.[Symbol.asyncDispose]();
  await daemon?.[Symbol.asyncDispose]();
});

/** The client in a terminal, with an editor that waits for a key and then does what it is told. */
async function edit(slug: string, name: string, script: string): Promise<Terminal> {
  const editor = join(ada.env.HOME!, `${name}.sh`);
  const steps = `#!/bin/sh\necho "editing in ${name}"\nread _\n${script}\n`;
  await writeFile(editor, steps, { mode: 0o755 });
  return openTerminal({
    command: process.execPath,
    args: [tuiPath, 'posts', 'edit', slug],
    env: { ...ada.env, VISUAL: editor },
    columns: 100,
  });
}

async function create(title: string): Promise<string> {
  const input = `---\ntitle: ${title}\ntags: [tea]\n---\n\nFirst line.\n\nSecond line.\n\nThird line.\n`;
  const made = await ada.tui(['posts', 'new', '--file', '-', '--json'], { input });
  return JSON.parse(made.stdout).slug;
}

async function read(slug: string): Promise<{ version: number; title: string; body: string }> {
  return JSON.parse((await ada.tui(['posts', 'show', slug, '--json'])).stdout);
}

test('changes in different places are merged by themselves', async () => {
  const slug = await create('Merged');
  await using one = await edit(slug, 'one', `sed -i 's/^First/FIRST/' "$1"`);
  await using two = await edit(
    slug,
    'two',
    `sed -i 's/^Third/THIRD/; s/^title: .*/title: Both/' "$1"`,
  );
  await one.waitFor('editing in one');
  await two.waitFor('editing in two');
  one.write('\r');
  expect(await one.exited).toBe(0);
  two.write('\r');
  expect(await two.exited).toBe(0);
  expect(two.screen().join('\n')).toContain('merged in');
  expect(await read(slug)).toMatchObject({
    version: 3,
    title: 'Both',
    body: 'FIRST line.\n\nSecond line.\n\nTHIRD line.',
  });
});

test('changes of the same line come back to the editor with marks, and what one makes of them is saved', async () => {
  const slug = await create('Settled');
  await using one = await edit(slug, 'one', `sed -i 's/^Second.*/By one./' "$1"`);
  const settle = `if grep -q '^<<<<<<<' "$1"
then sed -i '/^[<|=>]\\{7\\}/d; /^Second line/d' "$1"
else sed -i 's/^Second.*/By two./' "$1"
fi`;
  await using two = await edit(slug, 'two', settle);
  await one.waitFor('editing in one');
  await two.waitFor('editing in two');
  one.write('\r');
  expect(await one.exited).toBe(0);
  two.write('\r');
  await two.waitFor(/same lines[\s\S]*editing in two/);
  two.write('\r');
  expect(await two.exited).toBe(0);
  expect((await read(slug)).body).toBe('First line.\n\nBy two.\nBy one.\n\nThird line.');
});

test('marks that are left are a conflict: nothing is overwritten, and both texts are kept', async () => {
  const slug = await create('Left');
  await using one = await edit(slug, 'one', `sed -i 's/^Second.*/By one./' "$1"`);
  await using two = await edit(
    slug,
    'two',
    `grep -q '^<<<<<<<' "$1" || sed -i 's/^Second.*/By two./' "$1"`,
  );
  await one.waitFor('editing in one');
  await two.waitFor('editing in two');
  one.write('\r');
  expect(await one.exited).toBe(0);
  two.write('\r');
  await two.waitFor(/same lines[\s\S]*editing in two/);
  two.write('\r');
  expect(await two.exited).toBe(9);
  expect((await read(slug)).body).toContain('By one.');
  const drafts = join(ada.env.XDG_STATE_HOME!, 'parley/drafts');
  const kept = await Promise.all(
    (await readdir(drafts)).map((name) => readFile(join(drafts, name), 'utf8')),
  );
  expect(kept.some((text) => text.includes('By two.') && !text.includes('By one.'))).toBe(true);
  expect(kept.some((text) => text.includes('By two.') && text.includes('By one.'))).toBe(true);
});
