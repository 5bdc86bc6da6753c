// Terminals measure emoji by tables of different years; what stands beside them is not to move.

import { displayWidth, splitGraphemes } from '@parley/shared/text';

import xterm from '@xterm/headless';
import { describe, expect, test } from 'vitest';
import { takeTerminal } from '../../src/terminal/escapes.ts';
import { pinWidths } from '../../src/terminal/pin-widths.ts';
import { UnicodeGraphemesAddon } from '../support/graphemes.ts';

async function draw(output: string, isOld: boolean) {
  const terminal = new xterm.Terminal({ cols: 20, rows: 4, allowProposedApi: true });
  if (!isOld) terminal.loadAddon(new UnicodeGraphemesAddon());
  await new Promise<void>((resolve) => terminal.write(output, resolve));
  const cell = (x: number, y = 0) => terminal.buffer.active.getLine(y)?.getCell(x)?.getChars();
  return { cell, cursor: terminal.buffer.active.cursorX };
}

const samples = ['❤️', '☀️', '1️⃣', '👍🏽', '👩🏽‍💻', '👨‍👩‍👧', '🇩🇪', '🏳️‍🌈', '😄', '\u{1fae9}', '©️'];

describe.each([
  ['of old', true],
  ['of today', false],
])('on a terminal %s', (_, isOld) => {
  test.each(samples)('%s moves nothing beside it', async (sample) => {
    const before = 'x'.repeat(20);
    const { cell, cursor } = await draw(`${before}\r${pinWidths(`a${sample}b`)}`, isOld);
    const width = displayWidth(sample);
    expect(cell(0)).toBe('a');
    expect(cell(width + 1)).toBe('b');
    expect(cursor).toBe(width + 2);
    // Of what stood there before nothing is left.
    for (let x = 1; x <= width; x += 1) expect(cell(x)).not.toBe('x');
  });

  test('at the end of a row the next one stays as it is', async () => {
    const rows = `${takeTerminal}\r\nbelow\u001b[1;19H`;
    const { cell } = await draw(rows + pinWidths('👍🏽'), isOld);
    expect(cell(18)).toContain('👍');
    expect(cell(0, 1)).toBe('b');
  });
});

test('what every terminal measures alike is left as it is, and so are sequences', () => {
  for (const text of [
    'plain © text',
    '日本語 テスト',
    'é e\u0301 ñ',
    'שָׁלוֹם',
    'Привет',
    'กำ',
    'क्षि',
    'क्\u200dष',

    '\u001b[1m│ ─ ▌ …\u001b[0m',
  ])
    expect(pinWidths(text)).toBe(text);
});

test('nothing is lost or turned round', () => {
  const text = `a😄b\u001b[31m${samples.join(' ')}\u001b[0m│日`;
  const pinned = pinWidths(text).replaceAll(/\u001b7 *\u001b8|\u001b8\u001b\[\d+C/gu, '');
  expect(pinned).toBe(text);
  expect(splitGraphemes(pinned)).toEqual(splitGraphemes(text));
});
