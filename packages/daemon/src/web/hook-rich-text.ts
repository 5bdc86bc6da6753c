// The rich text of Slack's blocks as the text of a message: of its looks only those that say something.

import { z } from 'zod';
import { joinWritten, list, words } from './hook-fields.ts';

const count = z.int().min(0).max(1_000).optional().catch(undefined);
const inline = z.object({
  type: words,
  text: words,
  url: words,
  name: words,
  unicode: words,
  value: words,
  fallback: words,
  user_id: words,
  usergroup_id: words,
  channel_id: words,
  style: z.object({ code: z.boolean() }).optional().catch(undefined),
});
const section = z.object({ elements: list(inline, 1_000) });
const part = z.object({
  type: words,
  style: words,
  indent: count,
  offset: count,
  /** Of a list sections, else what stands in a line. */
  elements: z.unknown().optional(),
});
const parts = list(part, 1_000);

/** Takes what `elements` of a block of type `rich_text` holds. Escaped as Slack escapes other texts. */
export function describeRichText(elements: unknown): string {
  return joinWritten(parts.parse(elements)?.map(describePart) ?? [], '\n');
}

function describePart({ type, elements, ...list }: z.infer<typeof part>): string {
  switch (type) {
    case 'rich_text_section':
      return describeLine(elements);
    case 'rich_text_quote':
      return prefixLines(describeLine(elements), '> ', '> ');
    case 'rich_text_preformatted':
      return fence(describeLine(elements));
    case 'rich_text_list':
      return describeList(elements, list);
    default:
      return '';
  }
}

function describeList(
  elements: unknown,
  { style, indent = 0, offset = 0 }: Pick<z.infer<typeof part>, 'style' | 'indent' | 'offset'>,
): string {
  const items = sections.parse(elements) ?? [];
  const margin = '  '.repeat(Math.min(indent, 8));
  const lines = items.map((item, index) => {
    const mark = style === 'ordered' ? `${offset + index + 1}. ` : '- ';
    return prefixLines(describeLine(item.elements), margin + mark, `${margin}  `);
  });
  return lines.join('\n');
}

const sections = list(section, 1_000);
const line = list(inline, 1_000);

function describeLine(elements: unknown): string {
  const said = (line.parse(elements) ?? []).map(describeInline).join('');
  return said.replace(/\n$/, '');
}

function describeInline(element: z.infer<typeof inline>): string {
  const { type, text = '', url = '', name = '', style } = element;
  switch (type) {
    case 'text':
      return escapeText(style?.code && !text.includes('`') ? `\`${text}\`` : text);
    case 'link':
      return escapeText(text === '' || text === url ? url : `${text} (${url})`);
    case 'emoji':
      return readEmoji(element.unicode) ?? escapeText(`:${name}:`);
    case 'user':
      return escapeText(`@${element.user_id ?? ''}`);
    case 'usergroup':
      return escapeText(`@${element.usergroup_id ?? ''}`);
    case 'channel':
      return escapeText(`#${element.channel_id ?? ''}`);
    case 'broadcast':
      return '@room';
    case 'date':
      return escapeText(element.fallback ?? '');
    case 'color':
      return escapeText(element.value ?? '');
    default:
      return '';
  }
}

/** `1f468-200d-1f469`: the characters by their numbers. */
function readEmoji(unicode = ''): string | null {
  if (!/^[0-9a-f]{2,6}(?:-[0-9a-f]{2,6}){0,15}$/i.test(unicode)) return null;
  const points = unicode.split('-').map((hex) => Number.parseInt(hex, 16));
  const isKnown = points.every((point) => point <= 0x10ffff && (point < 0xd800 || point > 0xdfff));
  return isKnown ? String.fromCodePoint(...points) : null;
}

function prefixLines(text: string, first: string, others: string): string {
  return text === '' ? '' : first + text.replaceAll('\n', `\n${others}`);
}

/** Longer than any run of backticks in it. */
function fence(text: string): string {
  if (text === '') return '';
  const runs = text.match(/`{3,}/g) ?? [];
  const mark = '`'.repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  return `${mark}\n${text}\n${mark}`;
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
