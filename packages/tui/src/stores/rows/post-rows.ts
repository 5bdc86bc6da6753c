// A post in the list: its title, and below it who, when, and the tags.

import type { PostListItem } from '@parley/shared/blog';
import { clipText, displayWidth, sanitizeText } from '@parley/shared/text';
import { clipRow } from '../../terminal/index.ts';
import { nickColor, type StyledRow } from '../../theme/index.ts';
import { type PostsState, shownPosts } from '../posts.ts';
import { span } from './row.ts';

export interface PostEntry {
  readonly key: string;
  readonly post: PostListItem;
}

/** Title, details, an empty row. */
export const postRowCount = 3;

const entriesOf = new WeakMap<readonly PostListItem[], readonly PostEntry[]>();

export function postEntries(posts: PostsState): readonly PostEntry[] {
  const items = shownPosts(posts);
  let entries = entriesOf.get(items);
  if (entries === undefined) {
    entries = items.map((post) => ({ key: post.id, post }));
    entriesOf.set(items, entries);
  }
  return entries;
}

export function postRows({ post }: PostEntry, columns: number): readonly StyledRow[] {
  const { title, author, tags, state, publishedAt, updatedAt } = post;
  const oneLine = (text: string) => sanitizeText(text, { multiline: false });
  const mark = state === 'published' ? '' : `${state}  `;
  const head = clipText(oneLine(title), Math.max(1, columns - 2 - displayWidth(mark)));
  const details: StyledRow = [
    span(' '),
    ...(mark === '' ? [] : [span(mark, { color: 'warning' })]),
    span(clipText(oneLine(author.username), 20), { color: nickColor(author.username) }),
    span(` · ${formatDate(publishedAt ?? updatedAt)}`, { color: 'muted' }),
    ...tags.map((tag) => span(`  #${oneLine(tag)}`, { color: 'muted' })),
  ];
  return [[span(' '), span(head, { bold: true })], clipRow(details, columns - 1), []];
}

const dateFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});

/** `24 Nov 2026` in local time. */
export function formatDate(timestamp: string): string {
  const time = Date.parse(timestamp);
  return Number.isNaN(time) ? 'some day' : dateFormat.format(time);
}
