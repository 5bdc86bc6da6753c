// What programs post to Slack's incoming webhooks, as the text of a message.

import { z } from 'zod';
import { joinWritten, list, words } from './hook-fields.ts';
import { describeRichText } from './hook-rich-text.ts';
import { parseJson } from './rest/json.ts';

/** Blocks write a text as an object with its kind, those of Markdown and attachments as it is. */
const text = z
  .union([z.object({ text: words }), z.string().transform((said) => ({ text: said }))])
  .optional()
  .catch(undefined);
const button = z.object({ text, url: words }).optional().catch(undefined);
const cell = z.object({ text: words, elements: z.unknown().optional() });
const block = z.object({
  type: words,
  text,
  fields: list(text),
  elements: z.unknown().optional(),
  accessory: button,
  rows: list(list(cell)),
  title: text,
  alt_text: words,
});
const buttons = list(button);
const elementsOfContext = list(z.object({ text: words, alt_text: words }));
const attachment = z.object({
  pretext: words,
  title: words,
  title_link: words,
  text: words,
  fallback: words,
  fields: list(z.object({ title: words, value: words })),
  blocks: list(block),
  actions: buttons,
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

/** What leads somewhere is a link; what can only be pressed says nothing here. */
function describeButtons(given: readonly z.infer<typeof button>[]): string {
  const links = given.flatMap((one) =>
    one?.url === undefined ? [] : [one.text?.text ? `${one.text.text} (${one.url})` : one.url],
  );
  return joinWritten(links, ' ');
}

function describeBlocks(blocks: readonly Block[]): string {
  return joinWritten(blocks.map(describeBlock), '\n');
}

function describeBlock({
  type,
  text: said,
  fields = [],
  elements,
  accessory,
  rows = [],
  title,
  alt_text,
}: Block): string {
  switch (type) {
    case 'header':
    case 'section':
    case 'markdown':
      return joinWritten(
        [said?.text, ...fields.map((field) => field?.text), describeButtons([accessory])],
        '\n',
      );
    case 'actions':
      return describeButtons(buttons.parse(elements) ?? []);
    case 'table':
      return joinWritten(
        rows.map((cells) =>
          cells.map((one) => one.text ?? describeRichText(one.elements)).join(' | '),
        ),
        '\n',
      );
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
    actions = [],
  } = given;
  const lines = [
    pretext,
    joinWritten([title, link], ' '),
    said,
    ...fields.map(({ title: name, value }) => joinWritten([name, value], ': ')),
    describeBlocks(blocks),
    describeButtons(actions),
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
