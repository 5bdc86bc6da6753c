// A post as a file of an archive: everything about it in the front matter, so that it can come back.

import { type PostState, type PostView, postStates } from '@parley/shared/blog';
import { invalidField } from '@parley/shared/errors';
import { parseWhen } from '@parley/shared/when';
import { parseDocument, stringify } from 'yaml';
import {
  isGiven,
  parseFrontMatter,
  readTags,
  readWord,
  splitFrontMatter,
  trimBody,
} from './post-file.ts';

export interface PostRecord {
  readonly id?: string;
  readonly title?: string;
  readonly slug?: string;
  readonly tags?: string[];
  readonly state?: PostState;
  /** Times are ISO 8601. */
  readonly createdAt?: string;
  readonly publishedAt?: string;
  readonly publishAt?: string;
  readonly version?: number;
  readonly body: string;
}

const yamlStyle = { lineWidth: 0, defaultStringType: 'PLAIN' } as const;

/** @param withAuthor for archives of several people's posts. */
export function renderRecord(post: PostView, { withAuthor }: { withAuthor: boolean }): string {
  const { id, title, slug, tags, state, createdAt, publishedAt, publishAt, version, author } = post;
  const fields = {
    id,
    title,
    slug,
    ...(withAuthor && { author: author.username }),
    tags,
    state,
    created_at: createdAt,
    ...(publishedAt !== null && { published_at: publishedAt }),
    ...(publishAt !== null && { publish_at: publishAt }),
    version,
  };
  return `---\n${stringify(fields, yamlStyle)}---\n\n${trimBody(post.body)}\n`;
}

/** Fields that Parley does not know are left alone. @throws invalid about the field that is strange. */
export function parseRecord(text: string, now: Date): PostRecord {
  const { yaml, rest } = splitFrontMatter(text);
  const fields = parseFrontMatter(yaml);
  const word = (name: string) => (isGiven(fields[name]) ? readWord(name, fields[name]) : undefined);
  const time = (name: string) => {
    const written = word(name);
    return written === undefined ? undefined : readTime(name, written, now);
  };
  const version = word('version');
  return {
    id: word('id')?.toLowerCase(),
    title: word('title'),
    slug: word('slug'),
    tags: isGiven(fields.tags) ? readTags(fields.tags) : undefined,
    state: readState(word('state')),
    createdAt: time('created_at'),
    publishedAt: time('published_at'),
    publishAt: time('publish_at'),
    version: version === undefined ? undefined : Number(version),
    body: trimBody(rest),
  };
}

/** The same file with other fields set in its front matter; comments, order and body stay as they are. */
export function setFields(text: string, fields: Readonly<Record<string, unknown>>): string {
  const { yaml, rest } = splitFrontMatter(text);
  if (yaml === null) return `---\n${stringify(fields, yamlStyle)}---\n\n${rest}`;
  const document = parseDocument(yaml);
  for (const [name, value] of Object.entries(fields)) document.set(name, value);
  return `---\n${document.toString({ lineWidth: 0 })}---\n${rest}`;
}

function readState(written: string | undefined): PostState | undefined {
  const state = postStates.find((one) => one === written);
  if (written === undefined || state !== undefined) return state;
  throw invalidField('state', `must be one of ${postStates.join(', ')}`);
}

function readTime(field: string, written: string, now: Date): string {
  const moment = parseWhen(written, now);
  if (moment !== null) return moment.toISOString();
  throw invalidField(field, 'must be a time such as 2030-01-31T09:00:00Z');
}
