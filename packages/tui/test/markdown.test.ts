// Markdown as the reader sees it: every construct at three widths, and chat's lighter markup.

import { displayWidth } from '@parley/shared/text';
import { describe, expect, it } from 'vitest';
import { renderDocument, renderInline, renderMarkdown } from '../src/terminal/markdown.ts';
import { rowText } from '../src/terminal/spans.ts';
import type { StyledRow } from '../src/theme/index.ts';

const draw = (rows: StyledRow[]) => rows.map((row) => rowText(row).trimEnd());
const post = (source: string, columns = 60) => draw(renderMarkdown(source, { columns }));
const chat = (source: string, columns = 60) => draw(renderInline(source, { columns }));
const styleOf = (rows: StyledRow[], text: string) =>
  rows.flat().find((span) => span.text.includes(text))?.style;

describe('posts', () => {
  it.each<[string, string, string[]]>([
    ['paragraphs reflow', 'one\ntwo\n\nthree', ['one two', '', 'three']],
    ['hard breaks stay', 'one  \ntwo\\\nthree', ['one', 'two', 'three']],
    [
      'entities are decoded once',
      'a &amp; b &copy; &#65; &amp;lt; &nope;',
      ['a & b © A &lt; &nope;'],
    ],
    ['headings', '# One\n\n## Two\n### Three', ['One', '', 'Two', '', '### Three']],
    ['emphasis has no marks', '**b** *i* ~~s~~ `c*d`', ['b i s c*d']],
    ['links show where they lead', '[words](https://ex.org/a)', ['words <https://ex.org/a>']],
    [
      'bare links stay bare',
      'https://ex.org www.ex.org a@ex.org',
      ['https://ex.org www.ex.org a@ex.org'],
    ],
    ['images', '![a *cat*](https://ex.org/c.png)', ['[image: a cat](https://ex.org/c.png)']],
    [
      'html is plain text',
      'a <b>x</b>\n\n<div>\ny\n</div>',
      ['a <b>x</b>', '', '<div>', 'y', '</div>'],
    ],
    ['lists nest', '- a\n  - b\n    1. c\n- d', ['• a', '  • b', '    1. c', '• d']],
    ['loose lists have room', '- a\n\n- b', ['• a', '', '• b']],
    ['numbers align', '9. a\n10. b', [' 9. a', '10. b']],
    ['tasks', '- [x] a\n- [ ] b', ['[x] a', '[ ] b']],
    ['quotes nest', '> a\n>\n> > b', ['▎ a', '▎', '▎ ▎ b']],
    ['code keeps its spaces', '```js\na  b\n\n\tc\n```', ['│ a  b', '│', '│     c']],
    ['tables', '|a|bb|\n|-|-:|\n|xxx|`y`|', ['a   │ bb', '────┼───', 'xxx │  y']],
    ['definitions are not shown', '[a]\n\n[a]: https://ex.org', ['a <https://ex.org>']],
  ])('%s', (_name, source, rows) => {
    expect(post(source)).toEqual(rows);
  });

  it('a rule is as wide as the page', () => {
    expect(post('---', 20)).toEqual(['─'.repeat(20)]);
  });

  it('styles say what things are', () => {
    const rows = renderMarkdown('# head\n\n**bold _both_** `code` [link](https://x.y)', {
      columns: 60,
    });
    expect(styleOf(rows, 'head')).toMatchObject({ color: 'heading', bold: true });
    expect(styleOf(rows, 'both')).toMatchObject({ bold: true, italic: true });
    expect(styleOf(rows, 'code')).toMatchObject({ color: 'code' });
    expect(styleOf(rows, 'link')).toMatchObject({ color: 'link', underline: true });
    expect(styleOf(rows, '<https')).toMatchObject({ color: 'muted' });
  });

  it('narrow pages wrap lists under their text and code under its indent', () => {
    expect(post('- one two three four five', 16)).toEqual(['• one two three', '  four five']);
    expect(post('```\n  abcdefghijklmnopqrst\n```', 16)).toEqual([
      '│   abcdefghijkl',
      '│   mnopqrst',
    ]);
  });

  it('a table shrinks its widest columns, wraps their cells, and becomes records when too narrow', () => {
    const table = '|id|words|\n|-|-|\n|1|several words to wrap|';
    expect(post(table, 20)).toEqual([
      'id │ words',
      '───┼────────────────',
      '1  │ several words',
      '   │ to wrap',
    ]);
    expect(post('|a|b|c|\n|-|-|-|\n|1|2|3|', 12)).toEqual(['a: 1', 'b: 2', 'c: 3']);
  });

  it('a document comes in blocks: headings are told, and each keeps its name when others change', () => {
    const blocks = renderDocument('# One *x*\n\ntext\n\n## Two\n\n> # quoted\n\ntext', {
      columns: 60,
    });
    expect(blocks.map(({ heading }) => heading)).toEqual([
      { level: 1, text: 'One x' },
      null,
      { level: 2, text: 'Two' },
      null,
      null,
    ]);
    expect(blocks[2]!.rows.map(rowText)).toEqual(['', 'Two']);
    const keys = blocks.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    const later = renderDocument('new\n\n# One *x*\n\ntext\n\n## Two', { columns: 20 });
    expect(later.slice(1).map(({ key }) => key)).toEqual(keys.slice(0, 3));
  });

  it.each([20, 60, 100])('the whole tour fits %i columns', (columns) => {
    const source = `# A heading that is long enough to wrap on small screens\n\nText with **bold words** and
a [link](https://example.org/some/long/path?with=query) and 漢字かな交じり文 👨‍👩‍👧.\n\n- list\n  - nested
    - deeper\n      - deepest with words\n\n> quote\n> > nested quote\n> > - list\n\n| a | b | c |
|---|:-:|--:|\n| some words | more words than fit | 1 |\n\n\`\`\`\n${'code '.repeat(40)}\n\`\`\`\n\n---\n`;
    const rows = renderMarkdown(source, { columns });
    expect(rows.length).toBeGreaterThan(15);
    for (const row of rows) expect(displayWidth(rowText(row))).toBeLessThanOrEqual(columns);
  });
});

describe('chat', () => {
  it.each<[string, string, string[]]>([
    ['plain text keeps lines and spaces', 'a\n\n  b', ['a', '', '  b']],
    ['emphasis, code and links', '**b** `c` [t](https://x.y)', ['b c t <https://x.y>']],
    ['every newline is a row', '*a*\nb', ['a', 'b']],
    [
      'what would be a block stays as typed',
      '# no\n- no\n1. no\n|no|',
      ['# no', '- no', '1. no', '|no|'],
    ],
    ['fenced code', 'see\n```sh\nls *\n```\nok', ['see', '│ ls *', 'ok']],
    ['a fence left open', '```\nx', ['│ x']],
    ['quotes', '> *q*\nreply', ['▎ q', 'reply']],
    ['stars that mark nothing', '2 * 3 * 4', ['2 * 3 * 4']],
  ])('%s', (_name, source, rows) => {
    expect(chat(source)).toEqual(rows);
  });
});
