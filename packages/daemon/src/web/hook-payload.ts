// What programs post to Slack's incoming webhooks, as the text of a message.

import { z } from 'zod';
import { joinWritten, list, words } from './hook-fields.ts';
import { describeRichText } from './hook-rich-text.ts';
import { parseJson } from './rest/json.ts';

/** Blocks write a text as an object with its kind. */
const text = z.object({ text: words }).optional().catch(undefined);
const block = z.object({
  type: words,
  text,
  fields: list(text),
  elements: z.unknown().optional(),
  title: text,
  alt_text: words,
});
const elementsOfContext = list(z.object({ text: words, alt_text: words }));
const attachment = z.object({
  pretext: words,
  title: words,
  title_link: words,
  text: words,
  fallback: words,
  fields: list(z.object({ title: words, value: words })),
  blocks: list(block),
});
const payload = z.object({ text: words, blocks: list(block), attachments: list(attachment) });

/** The body as JSON, or as a form with the JSON in `payload`, whatever its type is said to be. */
export function readPayload(body: Buffer): unknown {
  if (/^\s*[[{]/.test(body.subarray(0, 64).toString('latin1'))) return parseJson(body);
  const form = new URLSearchParams(body.toString('utf8'));
  return parseJson(Buffer.from(form.get('payload') ?? ''));
}

/** Null for what is no payload; empty when it says nothing. Who posts, and where, is not for it to say. */
export function readHookText(value: unknown): string | null {
  const parsed = payload.safeParse(value);
  if (!parsed.success) return null;
  const { text: fallback = '', blocks = [], attachments = [] } = parsed.data;
  // Beside blocks the text is what stands in for them.
  const parts = [describeBlocks(blocks) || fallback, ...attachments.map(describeAttachment)];
  return joinWritten(parts.map(plain), '\n\n');
}

type Block = z.infer<typeof block>;

/** Sections, headers, contexts, images and rich text; what can only be pressed says nothing here. */
function describeBlocks(blocks: readonly Block[]): string {
  return joinWritten(blocks.map(describeBlock), '\n');
}

function describeBlock({
  type,
  text: said,
  fields = [],
  elements,
  title,
  alt_text,
}: Block): string {
  switch (type) {
    case 'header':
    case 'section':
      return joinWritten([said?.text, ...fields.map((field) => field?.text)], '\n');
    case 'context':
      return joinWritten(
        (elementsOfContext.parse(elements) ?? []).map(
          (element) => element.text ?? element.alt_text,
        ),
        ' ',
      );
    case 'rich_text':
      return describeRichText(elements);
    case 'image':
      return title?.text ?? alt_text ?? '';
    default:
      return '';
  }
}

function describeAttachment(given: z.infer<typeof attachment>): string {
  const {
    pretext,
    title,
    title_link: link,
    text: said,
    fallback,
    fields = [],
    blocks = [],
  } = given;
  const lines = [
    pretext,
    joinWritten([title, link], ' '),
    said,
    ...fields.map(({ title: name, value }) => joinWritten([name, value], ': ')),
    describeBlocks(blocks),
  ];
  return joinWritten(lines, '\n') || (fallback ?? '');
}

/** Slack's calls to all, its links, `<https://x.example|here>`, and its three escaped characters. */
function plain(written: string): string {
  return written
    .replace(/<!(?:channel|here|everyone)(?:\|[^<>]{0,100})?>/g, '@room')
    .replace(/<((?:https?|mailto):[^<>|\s]{1,2000})\|([^<>]{1,2000})>/g, '$2 ($1)')
    .replace(/<((?:https?|mailto):[^<>|\s]{1,2000})>/g, '$1')
    .replace(
      /&(lt|gt|amp);/g,
      (_, name: 'lt' | 'gt' | 'amp') => ({ lt: '<', gt: '>', amp: '&' })[name],
    );
}
