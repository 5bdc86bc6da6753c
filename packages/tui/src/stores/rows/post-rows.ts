// A post in a list: one row of a table where there is room for columns, else a title and a row below.
//
// ▌ Title of the post                    tag tag   ada         24 Nov 2026         3      120
//
// ▌ Title of the post                                                            24 Nov 2026
//   ada · 3 comments · 120 views  tag tag

import type { PostListItem } from '@parley/shared/blog';
import { clipText, displayWidth, padText, sanitizeText } from '@parley/shared/text';
import { clipRow } from '../../terminal/index.ts';
import { nickColor, type Span, type StyledRow } from '../../theme/index.ts';
import { countWord, shortCount } from './counts.ts';
import { fillRow, span } from './row.ts';
import { snippetRows } from './snippet-rows.ts';

export interface PostEntry {
  readonly key: string;
  readonly post: PostListItem;
  /** What a search found in it, marks and all. */
  readonly snippet: string;
}

const tableFrom = 84;
const snippetMargin = 5;

const entriesOf = new WeakMap<readonly PostListItem[], readonly PostEntry[]>();

export function postEntries(items: readonly PostListItem[]): readonly PostEntry[] {
  let entries = entriesOf.get(items);
  if (entries === undefined) {
    entries = items.map((post: PostListItem & { snippet?: string }) => {
      return { key: post.id, post, snippet: post.snippet ?? '' };
    });
    entriesOf.set(items, entries);
  }
  return entries;
}

export function measurePost({ snippet }: PostEntry, columns: number): number {
  const found = snippet === '' ? 0 : snippetRows(snippet, columns - snippetMargin).length;
  return found + (columns < tableFrom ? 2 : 1);
}

export function postRows({ post, snippet }: PostEntry, columns: number): readonly StyledRow[] {
  const rows = columns < tableFrom ? pairRows(post, columns) : [tableRow(post, columns)];
  if (snippet === '') return rows;
  const found = snippetRows(snippet, columns - snippetMargin);
  return [...rows, ...found.map((row) => [span('   '), ...row])];
}

/** The names of the columns; null where there are none. */
export function postColumnNames(columns: number, isMine: boolean): string | null {
  if (columns < tableFrom) return null;
  const { title, tags, who, when, comments, views } = columnWidths(columns);
  return [
    padText('Title', title + 2),
    ...(tags > 0 ? [padText('Tags', tags + 2)] : []),
    padText(isMine ? 'State' : 'Author', who + 2),
    padText('Date', when + 2),
    'Comments'.padStart(comments),
    'Views'.padStart(views + 2),
  ].join('');
}

// A space on each side, two between columns.
function columnWidths(columns: number) {
  const tags = columns < 100 ? 0 : Math.floor(columns / 6);
  const who = columns < 140 ? 13 : 20;
  const fixed = { tags, who, when: 18, comments: 8, views: 6 };
  const gaps = tags > 0 ? 10 : 8;
  const taken = tags + who + fixed.when + fixed.comments + fixed.views + gaps + 2;
  return { ...fixed, title: columns - taken };
}

function tableRow(post: PostListItem, columns: number): StyledRow {
  const { title, tags, who, when, comments, views } = columnWidths(columns);
  const cell = (text: string, width: number) => `${padText(text, width)}  `;
  const muted = { color: 'muted' } as const;
  return [
    span(' '),
    ...titleCell(post, title, tags === 0),
    ...(tags > 0 ? [span(cell(post.tags.map(oneLine).join(' '), tags), muted)] : []),
    post.state === 'published'
      ? span(cell(oneLine(post.author.username), who), { color: nickColor(post.author.username) })
      : span(cell(post.state, who), { color: 'warning' }),
    span(cell(whenOf(post), when), muted),
    span(countOf(post.commentCount).padStart(comments), muted),
    span(countOf(post.views).padStart(views + 2), muted),
  ];
}

// Without a column of their own, the tags stand in the room that the title leaves.
function titleCell({ title, tags }: PostListItem, columns: number, hasTags: boolean): Span[] {
  const text = clipText(oneLine(title), columns);
  const room = columns - displayWidth(text) - 2;
  const named = hasTags && room > 3 ? tags.map((tag) => `#${oneLine(tag)}`).join(' ') : '';
  const rest = named === '' ? '' : `  ${clipText(named, room)}`;
  return [
    span(text, { bold: true }),
    span(padText(rest, columns - displayWidth(text) + 2), { color: 'muted' }),
  ];
}

function pairRows(post: PostListItem, columns: number): StyledRow[] {
  const when = whenOf(post);
  const room = columns - 3 - displayWidth(when) - 1;
  const head: StyledRow = [span(' '), span(clipText(oneLine(post.title), room), { bold: true })];
  const { username } = post.author;
  const who: Span =
    post.state === 'published'
      ? span(clipText(oneLine(username), 20), { color: nickColor(username) })
      : span(post.state, { color: 'warning' });
  const counts = [
    ...(post.commentCount > 0 ? [countWord(post.commentCount, 'comment')] : []),
    ...(post.views > 0 ? [countWord(post.views, 'view')] : []),
  ];
  const details: StyledRow = [
    span('   '),
    who,
    span(counts.map((count) => ` · ${count}`).join(''), { color: 'muted' }),
    ...post.tags.map((tag) => span(`  #${oneLine(tag)}`, { color: 'muted' })),
  ];
  const filled = fillRow(head, columns - displayWidth(when) - 1);
  return [[...filled, span(when, { color: 'muted' })], clipRow(details, columns - 1)];
}

function countOf(count: number): string {
  return count > 0 ? shortCount(count) : '';
}

/** Published then, to be published then, or changed last then. */
function whenOf({ state, publishedAt, publishAt, updatedAt }: PostListItem): string {
  if (state === 'scheduled' && publishAt !== null) return formatMoment(publishAt);
  return formatDate(state === 'published' ? (publishedAt ?? updatedAt) : updatedAt);
}

function oneLine(text: string): string {
  return sanitizeText(text, { multiline: false });
}

const dateFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});
const clockFormat = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** `24 Nov 2026` in local time. */
export function formatDate(timestamp: string): string {
  const time = Date.parse(timestamp);
  return Number.isNaN(time) ? 'some day' : dateFormat.format(time);
}

/** `24 Nov 2026 09:00` in local time. */
export function formatMoment(timestamp: string): string {
  const time = Date.parse(timestamp);
  return Number.isNaN(time) ? 'some day' : `${dateFormat.format(time)} ${clockFormat.format(time)}`;
}
