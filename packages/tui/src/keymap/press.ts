// Key presses as names: what Ink reports becomes `ctrl+k`, `alt+a`, `pgup`, `j`.

/** One key press. `text` is what it would type, empty for keys that type nothing. */
export interface KeyPress {
  readonly name: string;
  readonly text: string;
}

/** The part of Ink's `Key` that names are made of. */
export interface InkKey {
  upArrow: boolean;
  downArrow: boolean;
  leftArrow: boolean;
  rightArrow: boolean;
  pageUp: boolean;
  pageDown: boolean;
  home: boolean;
  end: boolean;
  return: boolean;
  escape: boolean;
  tab: boolean;
  backspace: boolean;
  delete: boolean;
  ctrl: boolean;
  shift: boolean;
  meta: boolean;
  eventType?: 'press' | 'repeat' | 'release';
}

const named = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pgup'],
  ['pageDown', 'pgdn'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'esc'],
  ['tab', 'tab'],
  ['backspace', 'backspace'],
  ['delete', 'delete'],
] as const satisfies readonly (readonly [keyof InkKey, string])[];

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The presses in one of Ink's input events; several when the terminal sent keys faster than we read. */
export function toPresses(input: string, key: InkKey): KeyPress[] {
  if (key.eventType === 'release') return [];
  const name = named.find(([flag]) => key[flag])?.[1];
  if (name !== undefined) return [{ name: withModifiers(name, key), text: '' }];
  if (input === '') return [];
  if (key.ctrl) {
    const letter = input === ' ' ? 'space' : input.toLowerCase();
    return [{ name: `ctrl+${key.meta ? 'alt+' : ''}${letter}`, text: '' }];
  }
  if (key.meta && countGraphemes(input) === 1) {
    return [{ name: `alt+${input === ' ' ? 'space' : input.toLowerCase()}`, text: '' }];
  }
  return [...segmenter.segment(input)].flatMap(({ segment }) => typedPresses(segment));
}

// Keys typed while we were busy arrive as one chunk, `hello\r`: Enter in it is still Enter.
function typedPresses(segment: string): KeyPress[] {
  if (segment === '\r\n') return [{ name: 'enter', text: '' }];
  const code = segment.charCodeAt(0);
  if (code >= 0x20 && code !== 0x7f) {
    return [{ name: segment === ' ' ? 'space' : segment, text: segment }];
  }
  if (code === 0x0d) return [{ name: 'enter', text: '' }];
  if (code === 0x09) return [{ name: 'tab', text: '' }];
  if (code === 0x08 || code === 0x7f) return [{ name: 'backspace', text: '' }];
  if (code === 0x1b) return [{ name: 'esc', text: '' }];
  return [{ name: `ctrl+${String.fromCharCode(code + (code <= 26 ? 96 : 64))}`, text: '' }];
}

function withModifiers(name: string, key: InkKey): string {
  return `${key.ctrl ? 'ctrl+' : ''}${key.meta ? 'alt+' : ''}${key.shift ? 'shift+' : ''}${name}`;
}

function countGraphemes(text: string): number {
  return [...segmenter.segment(text)].length;
}

/** `Ctrl-N`, `control+n` and `^N` are all `ctrl+n`; a lone letter keeps its case. */
export function normalizeKeyName(written: string): string {
  const trimmed = written.trim();
  if ([...trimmed].length === 1) return trimmed;
  const parts = trimmed
    .replace(/^\^(.)$/u, 'ctrl+$1')
    .toLowerCase()
    .split(/[+-](?=.)/u);
  const key = parts.pop() ?? '';
  const has = (...names: string[]) => parts.some((part) => names.includes(part));
  const modifiers = [
    has('ctrl', 'control', 'c') && 'ctrl+',
    has('alt', 'meta', 'm', 'option') && 'alt+',
    has('shift', 's') && 'shift+',
  ].filter(Boolean);
  const aliases: Record<string, string> = {
    return: 'enter',
    escape: 'esc',
    pageup: 'pgup',
    pagedown: 'pgdn',
    del: 'delete',
    bs: 'backspace',
  };
  return modifiers.join('') + (aliases[key] ?? key);
}

/** A key name as people read it: `ctrl+k` → `Ctrl+K`, `G` → `G`, `pgup` → `PgUp`. */
export function formatKeyName(name: string): string {
  const labels: Record<string, string> = {
    ctrl: 'Ctrl',
    alt: 'Alt',
    shift: 'Shift',
    enter: 'Enter',
    esc: 'Esc',
    tab: 'Tab',
    space: 'Space',
    pgup: 'PgUp',
    pgdn: 'PgDn',
    up: '↑',
    down: '↓',
    left: '←',
    right: '→',
    home: 'Home',
    end: 'End',
    backspace: 'Backspace',
    delete: 'Delete',
  };
  if (name.length === 1) return name;
  return name
    .split(/\+(?=.)/u)
    .map((part) => labels[part] ?? (part.length === 1 ? part.toUpperCase() : part))
    .join('+');
}
