// What Parley does to Markdown's tokens before they are HTML: headings, links, pictures, tables, tasks.

import type { Token } from 'markdown-it';
import { markup } from './markup.ts';

export interface MarkdownOptions {
  /** The level of the author's topmost headings. Default 2: below the title of the page. */
  topHeading?: number;
  /** Headings get ids, for links into the text. Default false. */
  hasIds?: boolean;
  /** Absolute address that the author's relative links are completed with, for text that leaves the site. */
  linkBase?: string;
}

const linkSchemes: ReadonlySet<string> = new Set(
  'http https mailto ftp ftps irc ircs xmpp matrix gemini gopher sip sips tel sms magnet news ssh git geo'.split(
    ' ',
  ),
);

export const allowedSchemes: readonly string[] = [...linkSchemes];

/** Relative links, and absolute ones of schemes that open something harmless. */
export function isAllowedLink(url: string): boolean {
  // Browsers skip these inside a scheme.
  const plain = url.replace(/[\u0000-\u0020]/g, '');
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(plain)?.[1];
  return scheme === undefined || linkSchemes.has(scheme.toLowerCase());
}

/** The parser leaves out what lies deeper than this. */
const deepestLevel = 90;

export function isTooDeep(tokens: readonly Token[]): boolean {
  return tokens.some(({ level }) => level > deepestLevel);
}

export function adaptTokens(tokens: Token[], options: MarkdownOptions): void {
  adaptHeadings(tokens, options);
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'th_open' || token.type === 'td_open') adaptCell(token);
    if (token.type !== 'inline' || token.children === null) continue;
    adaptTask(tokens[index - 2], token.children);
    adaptLinks(token.children, options);
  }
}

/**
 * The author's levels say what is part of what; the page's say how deep: no level is left out,
 * whatever the text begins with.
 */
function adaptHeadings(tokens: readonly Token[], { topHeading = 2, hasIds }: MarkdownOptions) {
  const open: string[] = [];
  const ids = new Map<string, number>();
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'heading_open') {
      while (open.length > 0 && open.at(-1)! >= token.tag) open.pop();
      open.push(token.tag);
      token.tag = `h${Math.min(6, topHeading + open.length - 1)}`;
      if (hasIds) token.attrSet('id', takeId(ids, readText(tokens[index + 1]?.children ?? [])));
    } else if (token.type === 'heading_close') {
      token.tag = `h${Math.min(6, topHeading + open.length - 1)}`;
    }
  }
}

/** So that no heading takes the name of a part of the page. */
const sectionPrefix = 'section-';
const longestId = 80;

function takeId(ids: Map<string, number>, heading: string): string {
  const words = heading.toLowerCase().match(/[\p{L}\p{M}\p{N}_]+/gu) ?? ['untitled'];
  const slug = words.join('-').slice(0, longestId);
  const count = (ids.get(slug) ?? 0) + 1;
  ids.set(slug, count);
  return `${sectionPrefix}${slug}${count === 1 ? '' : `-${count}`}`;
}

// An inline style would need a hole in the page's Content-Security-Policy.
function adaptCell(cell: Token): void {
  const side = /text-align:(left|center|right)/.exec(readAttribute(cell, 'style'))?.[1];
  cell.attrs = side === undefined ? null : [['class', `align-${side}`]];
}

function adaptTask(paragraph: Token | undefined, children: readonly Token[]): void {
  const first = children[0];
  if (paragraph?.type !== 'list_item_open' || first?.type !== 'text') return;
  const match = /^\[([ xX])\][ \t]/.exec(first.content);
  if (match === null) return;
  paragraph.attrSet('class', 'task');
  first.content = `${match[1] === ' ' ? '☐' : '☑'} ${first.content.slice(match[0].length)}`;
}

/** A picture becomes a link to it, or inside of a link its description alone. */
export function renderImage(token: Token): string {
  const href = readAttribute(token, 'src');
  const text = readText(token.children ?? []) || href.split(/[?#]/)[0]!.split('/').at(-1);
  if (token.meta?.isInLink) return markup`${text || 'image'}`.toString();
  const title = readAttribute(token, 'title');
  const extra = title === '' ? null : markup` title="${title}"`;
  return markup`<a class="image" href="${href}"${extra}>${text || 'image'}</a>`.toString();
}

function readText(children: readonly Token[]): string {
  return children
    .map(({ type, content, children: inner }) =>
      type === 'softbreak' || type === 'hardbreak' ? ' ' : content + readText(inner ?? []),
    )
    .join('');
}

function adaptLinks(children: readonly Token[], options: MarkdownOptions): void {
  let isInLink = false;
  for (const token of children) {
    if (token.type === 'link_open' || token.type === 'link_close') isInLink = token.nesting === 1;
    if (token.type === 'link_open') adaptAddress(token, 'href', options);
    if (token.type !== 'image') continue;
    adaptAddress(token, 'src', options);
    token.meta = { isInLink };
  }
}

function adaptAddress(token: Token, name: string, { hasIds, linkBase }: MarkdownOptions): void {
  const address = readAttribute(token, name);
  if (hasIds && /^#[^#]/.test(address)) {
    token.attrSet(name, `#${sectionPrefix}${address.slice(1)}`);
  } else if (linkBase !== undefined && URL.canParse(address, linkBase)) {
    token.attrSet(name, new URL(address, linkBase).href);
  }
}

function readAttribute(token: Token, name: string): string {
  return String(token.attrGet(name) ?? '');
}
