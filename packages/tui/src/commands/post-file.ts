// A post as a text file: Markdown, with YAML front matter for what is not the text.

import { invalidField } from '@parley/shared/errors';
import { parse, stringify } from 'yaml';
import { splitList } from './split-list.ts';

export interface PostFile {
  readonly title?: string;
  readonly tags?: readonly string[];
  /** When to publish it, as it was written: a time, or words such as "tomorrow 9:00". */
  readonly publishAt?: string;
  readonly body: string;
}

const frontMatter = /^\uFEFF?---[ \t]*\r?\n(?<yaml>(?:[^\n]*\n)*?)---[ \t]*(?:\r?\n|$)/;

/**
 * The parts of a file; fields that Parley does not know are left alone, since other programs write
 * theirs. Blank lines around the body are no part of it.
 *
 * @throws invalid for front matter that is no YAML mapping, or has a strange title, time or strange tags.
 */
export function parsePostFile(text: string): PostFile {
  const { yaml, rest } = splitFrontMatter(text);
  const { title, tags, publish_at: publishAt } = parseFrontMatter(yaml);
  return {
    ...(isGiven(title) && { title: readWord('title', title) }),
    ...(isGiven(tags) && { tags: readTags(tags) }),
    ...(isGiven(publishAt) && { publishAt: readWord('publish_at', publishAt) }),
    body: trimBody(rest),
  };
}

/** The file of a post; `parsePostFile` gets the same parts back. */
export function renderPostFile({ title = '', tags = [], publishAt, body }: PostFile): string {
  const fields = { title, tags, ...(publishAt !== undefined && { publish_at: publishAt }) };
  const head = stringify(fields, { lineWidth: 0, defaultStringType: 'PLAIN' });
  return `---\n${head}---\n\n${body}${body === '' ? '' : '\n'}`;
}

/** The YAML at the top, null without one, and what follows. */
export function splitFrontMatter(text: string): { yaml: string | null; rest: string } {
  const match = frontMatter.exec(text);
  if (match === null) return { yaml: null, rest: text };
  return { yaml: match.groups!.yaml!, rest: text.slice(match[0].length) };
}

/** @throws invalid for what is no YAML mapping. */
export function parseFrontMatter(yaml: string | null): Record<string, unknown> {
  if (yaml === null) return {};
  let value: unknown;
  try {
    // Its warnings would go to stderr by themselves.
    value = parse(yaml, { logLevel: 'error' }) ?? {};
  } catch (error) {
    const [sentence] = (error as Error).message.split('\n');
    throw invalidField('front matter', `is no YAML: ${sentence}`);
  }
  if (typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>;
  throw invalidField('front matter', 'must be lines like "title: …"');
}

export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

// `title: 2026` is a number to YAML, and a title to whoever wrote it.
export function readWord(field: string, value: unknown): string {
  const word = toWord(value);
  if (word === null) throw invalidField(field, 'must be text');
  return word;
}

export function readTags(value: unknown): string[] {
  if (typeof value === 'string') return splitList(value);
  const words = (Array.isArray(value) ? value : [value]).map(toWord);
  if (words.includes(null)) throw invalidField('tags', 'must be a list of words');
  return words.filter((word) => word !== null);
}

function toWord(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

/** Without the blank lines before and the white space after it. */
export function trimBody(body: string): string {
  return body.replace(/^(?:[ \t]*\r?\n)+/, '').trimEnd();
}
