// A post as a text file: Markdown, with YAML front matter for what is not the text.

import { invalidField } from '@parley/shared/errors';
import { parse, stringify } from 'yaml';
import { splitList } from './split-list.ts';

export interface PostFile {
  readonly title?: string;
  readonly tags?: readonly string[];
  readonly body: string;
}

const frontMatter = /^\uFEFF?---[ \t]*\r?\n(?<yaml>(?:[^\n]*\n)*?)---[ \t]*(?:\r?\n|$)/;

/**
 * The parts of a file; fields that Parley does not know are left alone, since other programs write
 * theirs. Blank lines around the body are no part of it.
 *
 * @throws invalid for front matter that is no YAML mapping, or has a strange title or strange tags.
 */
export function parsePostFile(text: string): PostFile {
  const match = frontMatter.exec(text);
  if (match === null) return { body: trimBody(text) };
  const { title, tags } = parseYaml(match.groups!.yaml!);
  return {
    ...(isGiven(title) && { title: readTitle(title) }),
    ...(isGiven(tags) && { tags: readTags(tags) }),
    body: trimBody(text.slice(match[0].length)),
  };
}

/** The file of a post; `parsePostFile` gets the same parts back. */
export function renderPostFile({ title = '', tags = [], body }: PostFile): string {
  const head = stringify({ title, tags }, { lineWidth: 0, defaultStringType: 'PLAIN' });
  return `---\n${head}---\n\n${body}${body === '' ? '' : '\n'}`;
}

function parseYaml(yaml: string): Record<string, unknown> {
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

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

// `title: 2026` is a number to YAML, and a title to whoever wrote it.
function readTitle(value: unknown): string {
  const title = toWord(value);
  if (title === null) throw invalidField('title', 'must be text');
  return title;
}

function readTags(value: unknown): string[] {
  if (typeof value === 'string') return splitList(value);
  const words = (Array.isArray(value) ? value : [value]).map(toWord);
  if (words.includes(null)) throw invalidField('tags', 'must be a list of words');
  return words.filter((word) => word !== null);
}

function toWord(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

function trimBody(body: string): string {
  return body.replace(/^(?:[ \t]*\r?\n)+/, '').trimEnd();
}
