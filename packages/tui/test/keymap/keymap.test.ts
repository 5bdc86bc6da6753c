// The key table: names of keys, one meaning per key and place, rebinding, and help made from it.

import { expect, test } from 'vitest';
import {
  bindingTable,
  createKeymap,
  formatKeyName,
  type InkKey,
  keyContexts,
  normalizeKeyName,
  renderKeyReference,
  toPresses,
} from '../../src/keymap/index.ts';

const noKey = Object.fromEntries(
  [
    'upArrow downArrow leftArrow rightArrow pageUp pageDown home end return escape tab backspace',
    'delete ctrl shift meta',
  ]
    .join(' ')
    .split(' ')
    .map((name) => [name, false]),
) as unknown as InkKey;
const press = (input: string, flags: Partial<InkKey> = {}) =>
  toPresses(input, { ...noKey, ...flags }).map(({ name }) => name);

test('presses have names, whatever came in one chunk', () => {
  expect(press('', { return: true, meta: true })).toEqual(['alt+enter']);
  expect(press('k', { ctrl: true })).toEqual(['ctrl+k']);
  expect(press('A', { meta: true, shift: true })).toEqual(['alt+a']);
  expect(press('\n')).toEqual(['ctrl+j']);
  expect(press('G', { shift: true })).toEqual(['G']);
  expect(press('hi\r你\t')).toEqual(['h', 'i', 'enter', '你', 'tab']);
  expect(press('👩‍👩‍👧')).toEqual(['👩‍👩‍👧']);
  expect(press('a', { eventType: 'release' })).toEqual([]);
});

test('in each place a key means one thing', () => {
  for (const context of keyContexts) {
    const here = bindingTable.filter(({ contexts }) =>
      (contexts as readonly string[]).includes(context),
    );
    const keys = here.flatMap((binding) => [...binding.keys]);
    const twice = keys.filter((key, index) => keys.indexOf(key) !== index);
    expect({ context, twice }).toEqual({ context, twice: [] });
  }
  const names = bindingTable.map(({ action }) => action);
  expect(new Set(names).size).toBe(names.length);
});

test('nothing sits on keys that cannot be told apart in a terminal', () => {
  for (const { keys, action } of bindingTable) {
    for (const key of keys) {
      expect(normalizeKeyName(key), action).toBe(key);
      expect(key, action).not.toMatch(/^(f\d+|ctrl\+[imh[])$/);
    }
  }
});

test('configuration rebinds, unbinds, and is told of its mistakes', () => {
  const keymap = createKeymap({
    'rooms.next': ['Ctrl-T', 'alt-Right'],
    'help.open': [],
    'no.such': 'x',
  });
  expect(keymap.find(['composer', 'global'], 'ctrl+n')).toBeUndefined();
  expect(keymap.find(['global'], 'ctrl+t')).toBe('rooms.next');
  expect(keymap.labelOf('rooms.next')).toBe('Ctrl+T');
  expect(keymap.find(['messages', 'global'], '?')).toBeUndefined();
  expect(keymap.warnings).toEqual([expect.stringContaining('no.such')]);
  expect(createKeymap({ 'list.up': 'j' }).find(['messages'], 'j')).toBe('list.up');
});

test('the focused place is asked before everything else', () => {
  const keymap = createKeymap();
  expect(keymap.find(['palette', 'text', 'global'], 'ctrl+n')).toBe('palette.down');
  expect(keymap.find(['composer', 'text', 'global'], 'ctrl+n')).toBe('rooms.next');
});

test('the reference tells of every action', () => {
  const page = renderKeyReference();
  for (const { action } of bindingTable) {
    if (!/^rooms\.go[2-8]$/.test(action)) expect(page).toContain(action);
  }
  expect(page).toContain('`Ctrl+K`');
  expect(formatKeyName('alt+enter')).toBe('Alt+Enter');
});
