// What is typed: commands told from messages, completion, nicks, the palette's order.

import { readAction } from '@parley/shared/chat-action';
import { expect, test } from 'vitest';
import { commandNames, createKeymap } from '../../src/keymap/index.ts';
import {
  commonLine,
  completeCommand,
  escapeMessage,
  isCommandText,
  parseCommand,
  unescapeMessage,
} from '../../src/stores/command-line.ts';
import { createAppState, parseSnapshot, parseUnsent } from '../../src/stores/index.ts';
import { fuzzyScore, paletteEntries } from '../../src/stores/palette.ts';

const state = createAppState({
  size: { columns: 80, rows: 24 },
  server: 'x',
  theme: 'dark',
  keymap: createKeymap(),
});

test.each([
  ['/join lobby', true],
  ['/nonsense', true],
  [':quit', true],
  [':)', false],
  [':p', false],
  [': that is', false],
  [':help me with this?', true],
  ['/me waves', false],
  ['/me', true],
  ['/mean it', true],
  ['//me waves', false],
  ['//usr/bin', false],
  ['/usr/bin', false],
  ['/quit\nand more', false],
  ['not /quit', false],
])('%j is a command: %s', (text, isCommand) => {
  expect(isCommandText(text)).toBe(isCommand);
});

test('commands are found by name, alias and beginning; what is missing is said', () => {
  expect(parseCommand(':q')).toEqual({ name: 'quit', argument: '' });
  expect(parseCommand('/JOIN  #lobby ')).toEqual({ name: 'join', argument: '#lobby' });
  expect(parseCommand('pos')).toEqual({ name: 'posts', argument: '' });
  expect(parseCommand('join')).toEqual({ problem: 'join needs a room.' });
  expect(parseCommand('re')).toHaveProperty('problem');
  expect(unescapeMessage('//usr/bin')).toBe('/usr/bin');
});

test('what one does is a message; two slashes say a line to the letter', () => {
  expect(parseCommand('/me')).toEqual({ problem: 'me needs a few words.' });
  expect(unescapeMessage('/me waves')).toBe('/me waves');
  expect(unescapeMessage('//join')).toBe('/join');
  expect(readAction(unescapeMessage('//me waves'))).toBeNull();
  for (const body of ['/join', '//x', '/me waves', 'x', '/usr/bin']) {
    expect(unescapeMessage(escapeMessage(body))).toBe(body);
  }
});

test('completion goes as far as all candidates agree', () => {
  expect(commonLine(completeCommand(state, 'pos'))).toBe('posts');
  expect(commonLine(completeCommand(state, 're'))).toBe('re');
  expect(commonLine(completeCommand(state, 'theme d'))).toBe('theme dark');
  expect(commonLine(completeCommand(state, 'nope'))).toBeNull();
  expect(completeCommand(state, '')).toHaveLength(commandNames.length);
});

test('the palette puts what begins with the query before what only holds its letters', () => {
  const labels = paletteEntries(state, 'pos').map(({ label }) => label);
  expect(labels[0]).toBe(':posts');
  expect(fuzzyScore('lob', '#lobby')).toBeGreaterThan(fuzzyScore('lob', 'a long old book')!);
  expect(fuzzyScore('xyz', '#lobby')).toBeNull();
});

test('what is remembered is checked like anything from outside', () => {
  for (const text of [
    '',
    'null',
    '[]',
    '{"version":2}',
    '{"version":1,"rooms":[{"__proto__":1}]}',
  ]) {
    expect(parseSnapshot(text)).toBeNull();
    expect(parseUnsent(text)).toEqual(new Map());
  }
});
