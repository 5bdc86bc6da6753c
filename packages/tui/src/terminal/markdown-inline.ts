// Inline Markdown tokens as spans: decoded first, sanitized after, links with their real address.

import { sanitizeText } from '@parley/shared/text';
import type { MarkedToken, Token } from 'marked';
import type { Span, SpanStyle } from '../theme/index.ts';
import { decodeEntities } from './entities.ts';
import { rowText } from './spans.ts';

/** Spans in which a newline is a line break. */
export function inlineSpans(tokens: readonly Token[] | undefined, style?: SpanStyle): Span[] {
  return (tokens ?? []).flatMap((token) => spansOf(token as MarkedToken, style));
}

function spansOf(token: MarkedToken, style?: SpanStyle): Span[] {
  switch (token.type) {
    case 'strong':
      return inlineSpans(token.tokens, { ...style, bold: true });
    case 'em':
      return inlineSpans(token.tokens, { ...style, italic: true });
    case 'del':
      return inlineSpans(token.tokens, { ...style, strikethrough: true });
    case 'codespan':
      return [span(token.text.replaceAll('\n', ' '), { ...style, color: 'code' })];
    case 'br':
      return [{ text: '\n' }];
    case 'link':
      return linkSpans(inlineSpans(token.tokens, linkStyle(style)), token.href, style);
    case 'image':
      return [
        span(`[image: ${rowText(inlineSpans(token.tokens))}](`, { ...style, color: 'muted' }),
        span(visibleAddress(token.href), { ...style, color: 'link' }),
        span(')', { ...style, color: 'muted' }),
      ];
    case 'checkbox':
      return [];
    case 'escape':
      return [span(token.text, style)];
    case 'text':
      if (token.tokens) return inlineSpans(token.tokens, style);
      return [span(decodeEntities(joinLines(token.raw)), style)];
    default:
      return [span(token.raw, style)];
  }
}

// Not / *\n */: that takes quadratic time on a long run of spaces without a newline.
function joinLines(text: string): string {
  if (!text.includes('\n')) return text;
  const [first = '', ...rest] = text.split('\n');
  return rest.reduce((joined, line) => `${joined.trimEnd()} ${line.trimStart()}`, first);
}

/** A span of other people's text, made safe: the one place where Markdown text becomes a span. */
export function span(text: string, style?: SpanStyle): Span {
  const safe = sanitizeText(text, { multiline: false });
  return style ? { text: safe, style } : { text: safe };
}

const linkStyle = (style?: SpanStyle): SpanStyle => ({ ...style, color: 'link', underline: true });

// The words of a link may claim any site, so the address stands beside them unless they are it.
function linkSpans(label: Span[], href: string, style?: SpanStyle): Span[] {
  const address = sanitizeText(visibleAddress(href), { multiline: false });
  const words = rowText(label);
  if (words.trim() === '') return [span(address, linkStyle(style))];
  const isAddress = [words, `mailto:${words}`, `http://${words}`].includes(address);
  return isAddress ? label : [...label, span(` <${address}>`, { ...style, color: 'muted' })];
}

/** The address as a browser would understand it: host in ASCII, no name before it that looks like one. */
function visibleAddress(href: string): string {
  const address = decodeEntities(href);
  if (!/^\s*(?:https?|ftp|wss?):/i.test(address)) return address;
  const url = URL.parse(address.trim());
  if (!url) return address;
  if (address.toLowerCase().startsWith(`${url.protocol}//${url.host}`)) return address;
  url.username = '';
  url.password = '';
  return url.href;
}
