// What programs post to Slack's incoming webhooks, as the text of a message.

import { z } from 'zod';
import { parseJson } from './rest/json.ts';

const words = z.string().optional().catch(undefined);
const attachment = z.object({
  pretext: words,
  title: words,
  title_link: words,
  text: words,
  fallback: words,
});
const payload = z.object({
  text: words,
  attachments: z.array(attachment).max(100).optional().catch(undefined),
});

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
  const { text, attachments = [] } = parsed.data;
  const parts = [text, ...attachments.map(describeAttachment)];
  return parts
    .filter((part) => part !== undefined && part.trim() !== '')
    .map((part) => plain(part!))
    .join('\n\n');
}

function describeAttachment(given: z.infer<typeof attachment>): string {
  const { pretext, title, title_link: link, text, fallback } = given;
  const head = [title, link].filter(Boolean).join(' ');
  const lines = [pretext, head, text].filter((line) => line !== undefined && line !== '');
  return lines.length > 0 ? lines.join('\n') : (fallback ?? '');
}

/** Slack's links, `<https://x.example|here>`, and its three escaped characters. */
function plain(text: string): string {
  return text
    .replace(/<((?:https?|mailto):[^<>|\s]{1,2000})\|([^<>]{1,2000})>/g, '$2 ($1)')
    .replace(/<((?:https?|mailto):[^<>|\s]{1,2000})>/g, '$1')
    .replace(
      /&(lt|gt|amp);/g,
      (_, name: 'lt' | 'gt' | 'amp') => ({ lt: '<', gt: '>', amp: '&' })[name],
    );
}
