// Markdown of posts and comments as HTML: CommonMark with GFM's tables, strikethrough and task lists.
//
// Two belts: the renderer writes no HTML of the author's and links only to known schemes; then
// sanitize-html lets through the tags and attributes that the renderer writes, and nothing else.
// Pictures become links: a page makes no reader's browser call a server that an author picked.

import MarkdownIt from 'markdown-it';
import {
  adaptTokens,
  isAllowedLink,
  isTooDeep,
  type MarkdownOptions,
  renderImage,
} from './markdown-tokens.ts';
import { type Markup, markup, stripControls, trustMarkup } from './markup.ts';
import { sanitizeMarkup } from './sanitize.ts';

const parser = new MarkdownIt({ html: false, linkify: true });
// `README.md` is a file to most, not a host in Moldova.
parser.linkify.set({ fuzzyLink: false });
parser.validateLink = isAllowedLink;
parser.renderer.rules.image = (tokens, index) => renderImage(tokens[index]!);
// A table wider than the screen scrolls by itself, also by keys.
parser.renderer.rules.table_open = () => '<div class="table" tabindex="0"><table>\n';
parser.renderer.rules.table_close = () => '</table></div>\n';

/** What the time to render grows with faster than with the length: other ends to look for, and addresses. */
const costly = /[*_~[]|:\/\//g;
const mostCostly = 10_000;
const mostTokens = 30_000;

/** Source that nests too deep or costs too much is shown as it is. */
export function renderMarkdown(source: string, options: MarkdownOptions = {}): Markup {
  if ((source.match(costly)?.length ?? 0) > mostCostly) return renderSource(source);
  const environment = {};
  const tokens = parser.parse(source, environment);
  if (tokens.length > mostTokens || isTooDeep(tokens)) return renderSource(source);
  adaptTokens(tokens, options);
  return trustMarkup(sanitizeMarkup(parser.renderer.render(tokens, parser.options, environment)));
}

function renderSource(source: string): Markup {
  return markup`<pre class="source" tabindex="0">${source}</pre>\n`;
}

/** Of a longer text this much is looked at for its beginning. */
const excerptSource = 4_000;

/**
 * The beginning of the text without any markup, in at most about `length` characters: of its
 * paragraphs, or where it has none, of whatever it has.
 */
export function excerptMarkdown(source: string, length: number): string {
  const tokens = parser.parse(source.slice(0, excerptSource), {});
  const inlines = tokens.filter(({ type }) => type === 'inline');
  const paragraphs = tokens.filter((token, index) => {
    const before = tokens[index - 1];
    return token.type === 'inline' && before?.type === 'paragraph_open' && before.level === 0;
  });
  const text = (paragraphs.length > 0 ? paragraphs : inlines)
    .map(({ children }) => parser.renderer.renderInlineAsText(children ?? [], parser.options, {}))
    .join(' ');
  return clipWords(stripControls(text).replace(/\s+/gu, ' ').trim(), length);
}

function clipWords(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text
    .slice(0, length)
    .toWellFormed()
    .replace(/\ufffd$/, '');
  const space = cut.lastIndexOf(' ');
  return `${(space > length / 2 ? cut.slice(0, space) : cut).replace(/[\s,;:.–—-]+$/u, '')}…`;
}
