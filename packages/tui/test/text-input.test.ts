// The line editor: laws over random actions, and readline's behaviour by example.

import { displayWidth, sanitizeText, splitGraphemes } from '@parley/shared/text';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createTextInput,
  layoutTextInput,
  reduceTextInput,
  type TextInputAction,
  type TextInputOptions,
  type TextInputState,
} from '../src/stores/text-input.ts';

const plainTypes = [
  ...(['newline', 'deleteBack', 'deleteForward', 'deleteWordBack', 'deleteWordForward'] as const),
  ...(['killToLineStart', 'killToLineEnd', 'yank', 'yankPop', 'transpose', 'moveLeft'] as const),
  ...(['moveRight', 'moveWordLeft', 'moveWordRight', 'moveLineStart', 'moveLineEnd'] as const),
  ...(['moveTextStart', 'moveTextEnd', 'historyPrevious', 'historyNext', 'undo', 'redo'] as const),
  ...(['clear', 'submit'] as const),
];
const piece = fc.oneof(
  fc.string({ maxLength: 6 }),
  fc.constantFrom(
    '漢字',
    '👨‍👩‍👧',
    '❤️',
    '🇩🇪',
    'e\u0301',
    '\u0301',
    '\u200d',
    '\ufe0f',
    '👍🏽',
    '🏽',
    'नमस्ते',
    'ำ',
  ),
  fc.constantFrom(
    'one two ',
    '\n',
    'a\r\nb',
    '\x1b[201~/leave\r',
    '\t',
    '  ',
    '\u202e',
    '❤',
    '🇩',
    'ﾞ',
  ),
);
const action: fc.Arbitrary<TextInputAction> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ type: fc.constantFrom('insert', 'paste'), text: piece }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('setText'), text: piece }) },
  { weight: 6, arbitrary: fc.record({ type: fc.constantFrom(...plainTypes) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constantFrom('moveUp', 'moveDown'),
      columns: fc.integer({ min: 1, max: 12 }),
    }),
  },
);
const actions = fc.array(action, { maxLength: 40 });
const options = fc.record({
  isMultiline: fc.boolean(),
  maxLength: fc.constantFrom(5, 30, Number.POSITIVE_INFINITY),
  history: fc.constantFrom([], ['first', 'two\nrows']),
});

const run = (state: TextInputState, ...steps: TextInputAction[]) =>
  steps.reduce(reduceTextInput, state);
const typed = (text: string, more: TextInputOptions = {}) =>
  run(createTextInput({ isMultiline: true, ...more }), { type: 'insert', text });
/** The state with the cursor shown as `|`. */
const show = ({ text, cursor }: TextInputState) => `${text.slice(0, cursor)}|${text.slice(cursor)}`;
/** An editor from such a picture. */
const at = (picture: string, more: TextInputOptions = {}): TextInputState => ({
  ...createTextInput({ isMultiline: true, ...more, text: picture.replace('|', '') }),
  cursor: picture.indexOf('|'),
});
const isBoundary = (text: string, index: number) => {
  let boundary = 0;
  for (const grapheme of splitGraphemes(text)) {
    if (boundary === index) return true;
    boundary += grapheme.length;
  }
  return boundary === index;
};

describe('after any actions', () => {
  it('the cursor is on a grapheme boundary and the text is inert and within its limit', () => {
    fc.assert(
      fc.property(options, actions, (given, steps) => {
        let state = createTextInput(given);
        for (const step of steps) {
          state = reduceTextInput(state, step);
          expect(isBoundary(state.text, state.cursor), JSON.stringify([step, show(state)])).toBe(
            true,
          );
          expect(state.text).not.toMatch(/(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]|\p{Cs}/u);
          if (!given.isMultiline) expect(state.text).not.toMatch(/[\n\t]/);
          expect(state.text.length).toBeLessThanOrEqual(given.maxLength);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('undoing everything gives the text back, and redoing everything the result', () => {
    const edits = actions.map((steps) =>
      steps.filter(
        ({ type }) =>
          !['setText', 'submit', 'undo', 'redo'].includes(type) && !/history|Up|Down/.test(type),
      ),
    );
    fc.assert(
      fc.property(piece, edits, (text, steps) => {
        const start = createTextInput({ isMultiline: true, text });
        const end = run(start, ...steps);
        let state = end;
        while (state.edits.past.length > 0) state = reduceTextInput(state, { type: 'undo' });
        expect(state.text).toBe(start.text);
        while (state.edits.future.length > 0) state = reduceTextInput(state, { type: 'redo' });
        expect(state.text).toBe(end.text);
      }),
    );
  });

  it('one paste and one undo leave the text and the cursor as they were', () => {
    fc.assert(
      fc.property(actions, piece, (steps, text) => {
        const state = run(createTextInput({ isMultiline: true }), ...steps);
        const pasted = reduceTextInput(state, { type: 'paste', text });
        if (pasted.edits === state.edits) return;
        const undone = reduceTextInput(pasted, { type: 'undo' });
        expect(show(undone)).toBe(show(state));
      }),
    );
  });
});

describe('layout', () => {
  const frame = fc.record({
    columns: fc.integer({ min: 2, max: 20 }),
    rows: fc.integer({ min: 1, max: 6 }),
    scrollTop: fc.nat(10),
  });

  it('shows the cursor inside the window, in rows that fit', () => {
    fc.assert(
      fc.property(actions, frame, fc.constantFrom(undefined, '•'), (steps, size, mask) => {
        const state = run(createTextInput({ isMultiline: mask === undefined }), ...steps);
        const { rows, cursor } = layoutTextInput(state, { ...size, mask });
        expect(rows.length).toBeLessThanOrEqual(size.rows);
        for (const row of rows) expect(displayWidth(row)).toBeLessThanOrEqual(size.columns);
        expect(cursor.y).toBeGreaterThanOrEqual(0);
        expect(cursor.y).toBeLessThan(rows.length);
        expect(cursor.x).toBeLessThan(size.columns);
        if (mask) expect(rows.join('')).toMatch(/^•*$/);
      }),
      { numRuns: 2_000 },
    );
  });

  it('loses no character, and the cursor stands where the text before it ends', () => {
    fc.assert(
      fc.property(actions, fc.integer({ min: 2, max: 20 }), (steps, columns) => {
        const state = run(createTextInput({ isMultiline: true }), ...steps);
        if (state.text.includes('\t')) return;
        if (splitGraphemes(state.text).some((grapheme) => displayWidth(grapheme) > 2)) return;
        const { rows, cursor } = layoutTextInput(state, { columns, rows: 10_000 });
        expect(rows.join('')).toBe(state.text.replaceAll('\n', ''));
        const above = rows.slice(0, cursor.y).join('');
        const before = state.text.slice(0, state.cursor).replaceAll('\n', '');
        expect(displayWidth(above) + cursor.x).toBe(displayWidth(before));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each<[string, string, { columns: number; rows: number; mask?: string }, unknown]>([
    ['wraps at words', 'one two three|', { columns: 8, rows: 5 }, [['one two ', 'three'], 5, 1]],
    [
      'goes to the next row after a full one',
      'abcd|',
      { columns: 4, rows: 5 },
      [['abcd', ''], 0, 1],
    ],
    ['keeps a full row whole otherwise', '|abcd', { columns: 4, rows: 5 }, [['abcd'], 0, 0]],
    ['counts columns, not characters', '漢字|か', { columns: 10, rows: 2 }, [['漢字か'], 4, 0]],
    [
      'shows the window around the cursor',
      'a\nb\nc\nd|',
      { columns: 9, rows: 2 },
      [['c', 'd'], 1, 1],
    ],
    ['masks', 'pä👍|', { columns: 9, rows: 1, mask: '•' }, [['•••'], 3, 0]],
    ['scrolls one row sideways', 'abcdefgh|', { columns: 5, rows: 1 }, [['efgh'], 4, 0]],
    ['expands tabs', 'a\tb|', { columns: 9, rows: 2 }, [['a   b'], 5, 0]],
  ])('%s', (_name, picture, size, expected) => {
    const { rows, cursor } = layoutTextInput(at(picture), size);
    expect([rows, cursor.x, cursor.y]).toEqual(expected);
  });

  it('moves the window only when the cursor leaves it', () => {
    const state = at('a\nb\n|c\nd\ne');
    expect(layoutTextInput(state, { columns: 9, rows: 3, scrollTop: 1 }).rows).toEqual([
      'b',
      'c',
      'd',
    ]);
    expect(layoutTextInput(state, { columns: 9, rows: 2, scrollTop: 3 }).scrollTop).toBe(2);
  });
});

describe('readline', () => {
  it.each<[TextInputAction['type'], string, string]>([
    ['deleteBack', 'ab|c', 'a|c'],
    ['deleteBack', 'a👨‍👩‍👧|', 'a|'],
    ['deleteBack', 'e\u0301|', '|'],
    ['deleteForward', 'ab|c', 'ab|'],
    ['deleteForward', 'a|\nb', 'a|b'],
    ['deleteWordBack', 'one two  |x', 'one |x'],
    ['deleteWordForward', 'one| two x', 'one| x'],
    ['killToLineStart', 'a\nbc|d', 'a\n|d'],
    ['killToLineStart', 'a\n|d', 'a|d'],
    ['killToLineEnd', 'a|bc\nd', 'a|\nd'],
    ['killToLineEnd', 'a|\nd', 'a|d'],
    ['moveLeft', '漢|', '|漢'],
    ['moveRight', '|🇩🇪🇫🇷', '🇩🇪|🇫🇷'],
    ['moveWordLeft', 'one two-three|', 'one two-|three'],
    ['moveWordRight', 'one| two', 'one two|'],
    ['moveLineStart', 'a\nbc|', 'a\n|bc'],
    ['moveLineEnd', 'a|b\nc', 'ab|\nc'],
    ['transpose', 'ab|c', 'acb|'],
    ['transpose', 'abc|', 'acb|'],
    ['transpose', '|abc', '|abc'],
    ['newline', 'a|b', 'a\n|b'],
    ['clear', 'a|b', '|'],
  ])('%s: %j → %j', (type, before, after) => {
    expect(show(run(at(before), { type } as TextInputAction))).toBe(after);
  });

  it('yanks what consecutive kills cut, and yank-pop turns to older ones', () => {
    const cut = run(at('one two three|'), { type: 'deleteWordBack' }, { type: 'deleteWordBack' });
    expect(show(cut)).toBe('one |');
    const second = run(cut, { type: 'moveTextStart' }, { type: 'killToLineEnd' });
    const yanked = run(second, { type: 'yank' });
    expect(show(yanked)).toBe('one |');
    expect(show(run(yanked, { type: 'yankPop' }))).toBe('two three|');
    expect(show(run(yanked, { type: 'yankPop' }, { type: 'yankPop' }))).toBe('one |');
  });

  it('undoes typing word by word', () => {
    const state = splitGraphemes('one two').reduce(
      (input, text) => reduceTextInput(input, { type: 'insert', text }),
      createTextInput(),
    );
    expect(show(run(state, { type: 'undo' }))).toBe('one |');
    expect(show(run(state, { type: 'undo' }, { type: 'undo' }))).toBe('|');
    expect(show(run(state, { type: 'undo' }, { type: 'redo' }))).toBe('one two|');
  });

  it('keeps the preferred column over a short row', () => {
    const up = run(at('abcdef\nx\nabcd|ef'), { type: 'moveUp', columns: 20 });
    expect(show(up)).toBe('abcdef\nx|\nabcdef');
    expect(show(run(up, { type: 'moveUp', columns: 20 }))).toBe('abcd|ef\nx\nabcdef');
  });

  it('moves by visual rows of a wrapped line', () => {
    expect(show(run(at('one two three f|our'), { type: 'moveUp', columns: 8 }))).toBe(
      'one two t|hree four',
    );
  });
});

describe('history', () => {
  it('starts at the first row, keeps drafts, and ends with the unsent text', () => {
    const up: TextInputAction = { type: 'moveUp', columns: 20 };
    const down: TextInputAction = { type: 'moveDown', columns: 20 };
    let state = run(
      typed('old one'),
      { type: 'submit' },
      { type: 'insert', text: 'newer' },
      { type: 'submit' },
    );
    state = run(state, { type: 'insert', text: 'draft' }, up);
    expect(show(state)).toBe('newer|');
    state = run(state, { type: 'insert', text: '!' }, up);
    expect(show(state)).toBe('old one|');
    expect(run(state, up)).toBe(state);
    state = run(state, down);
    expect(show(state)).toBe('newer!|');
    expect(show(run(state, down))).toBe('draft|');
    expect(run(createTextInput(), up).text).toBe('');
  });

  it('remembers neither blanks nor the same text twice in a row', () => {
    const state = run(
      typed('x'),
      { type: 'submit' },
      { type: 'insert', text: 'x' },
      { type: 'submit' },
    );
    expect(run(state, { type: 'insert', text: '  ' }, { type: 'submit' }).history.entries).toEqual([
      'x',
    ]);
  });
});

describe('limits and hostile paste', () => {
  it('row 105: a paste stays text, its line ends become newlines, nothing is sent', () => {
    const state = run(createTextInput({ isMultiline: true }), {
      type: 'paste',
      text: '\x1b[201~/leave\r',
    });
    expect(state.text).toBe('[201~/leave\n');
    expect(run(createTextInput(), { type: 'paste', text: 'a\r\nb\rc' }).text).toBe('a b c');
  });

  it('cuts what exceeds the limit at a whole character and says so', () => {
    const state = typed('ab漢👍', { maxLength: 4 });
    expect([state.text, state.isFull]).toEqual(['ab漢', true]);
    expect(run(state, { type: 'deleteBack' }).isFull).toBe(false);
  });

  it('lets an accent typed after its letter join it, and gives a lone one a base', () => {
    expect(run(typed('e'), { type: 'insert', text: '\u0301' }).text).toBe('e\u0301');
    expect(typed('\u0301').text).toBe(sanitizeText('\u0301'));
  });
});
