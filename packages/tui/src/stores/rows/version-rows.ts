// The versions of a post as rows: their list, and what changed from one of them to the newest.

import type { PostView, RevisionItem, RevisionView } from '@parley/shared/blog';
import { clipText, padText, sanitizeText } from '@parley/shared/text';
import { clipRow, wrapSpans } from '../../terminal/index.ts';
import { nickColor, type Span, type StyledRow } from '../../theme/index.ts';
import type { AppState } from '../app-state.ts';
import { computeLayout } from '../layout.ts';
import { type DiffLine, diffTexts } from '../text-diff.ts';
import { formatMoment } from './post-rows.ts';
import { ruleRow, span } from './row.ts';

export interface VersionEntry {
  readonly key: string;
  readonly item: RevisionItem;
}

export interface DiffEntry {
  readonly key: string;
  readonly rows: readonly StyledRow[];
}

const entriesOf = new WeakMap<readonly RevisionItem[], readonly VersionEntry[]>();
const noVersions: readonly RevisionItem[] = [];

export function versionEntries({ versions }: AppState, postId: string): readonly VersionEntry[] {
  const items = versions?.postId === postId ? versions.items : noVersions;
  let entries = entriesOf.get(items);
  if (entries === undefined) {
    entries = items.map((item) => ({ key: String(item.version), item }));
    entriesOf.set(items, entries);
  }
  return entries;
}

export function versionRow({ item }: VersionEntry, columns: number, newest: number): StyledRow {
  const { version, title, author, createdAt } = item;
  const row: StyledRow = [
    span(' '),
    span(String(version).padStart(4), { bold: true, color: 'accent' }),
    span(`  ${formatMoment(createdAt).padEnd(18)}`, { color: 'muted' }),
    span(`  ${padText(oneLine(author.username), columns < 80 ? 8 : 16)}`, {
      color: nickColor(author.username),
    }),
    ...(version === newest ? [span('  newest', { color: 'success' })] : []),
    span(`  ${oneLine(title)}`),
  ];
  return clipRow(row, columns - 1);
}

/** Above the versions, and above what changed. */
export function versionHeaderRows(
  { posts, versions }: AppState,
  { postId, version }: { postId: string; version: number | null },
  columns: number,
): readonly StyledRow[] {
  const title = `“${oneLine(posts.read.get(postId)?.title ?? versions?.items[0]?.title ?? '')}”`;
  const what = version === null ? 'Versions of' : `Changes since version ${version} of`;
  const state =
    versions?.problem ?? (versions === null || versions.state === 'loading' ? 'loading …' : '');
  const head: StyledRow = [
    span(` ${what} ${clipText(title, columns - what.length - 16)}`, {
      bold: true,
      color: 'accent',
    }),
    span(`  ${oneLine(state)}`, { color: versions?.problem ? 'error' : 'muted' }),
  ];
  return [clipRow(head, columns), ruleRow('', columns, { color: 'muted' })];
}

let drawn: {
  from: RevisionView;
  to: PostView;
  columns: number;
  entries: readonly DiffEntry[];
} | null = null;
const nothing: readonly DiffEntry[] = [];

/** What changed since a version: title, tags and text. Empty until both are known. */
export function diffEntries(
  state: AppState,
  postId: string,
  version: number,
): readonly DiffEntry[] {
  const from = state.versions?.texts.get(version);
  const to = state.posts.read.get(postId);
  if (from === undefined || to === undefined || state.versions?.postId !== postId) return nothing;
  const { columns } = computeLayout(state).list;
  if (drawn?.from === from && drawn.to === to && drawn.columns === columns) return drawn.entries;
  const lines = diffTexts(sanitizeText(from.body), sanitizeText(to.body));
  const isSame = lines.every(({ kind }) => kind === 'same' || kind === 'skipped');
  const rows: (readonly StyledRow[])[] = [
    ...diffField('Title', from.title, to.title, columns),
    ...diffField('Tags', from.tags.join(' '), to.tags.join(' '), columns),
    ...(isSame ? [[[span(' The text is the same.', { color: 'muted' })]]] : []),
    ...(isSame ? [] : lines.map((line) => diffRows(line, columns))),
  ];
  const entries = rows.map((each, index) => ({ key: String(index), rows: each }));
  drawn = { from, to, columns, entries };
  return entries;
}

function diffField(name: string, from: string, to: string, columns: number) {
  if (from === to) return [];
  // No tags at all is no line that was taken out.
  const lines = diffTexts(oneLine(from), oneLine(to)).filter(
    (line) => line.kind === 'skipped' || line.words.some(({ text }) => text !== ''),
  );
  return [
    [[span(` ${name}`, { bold: true, color: 'heading' })]],
    ...lines.map((line) => diffRows(line, columns)),
    [[]],
  ];
}

const signs = { same: ' ', removed: '−', added: '+' } as const;
const colors = { same: undefined, removed: 'error', added: 'success' } as const;

/** The sign stands on every row of a line, so that it reads without colours. */
function diffRows(line: DiffLine, columns: number): StyledRow[] {
  if (line.kind === 'skipped') {
    const what = line.count === 1 ? 'line' : 'lines';
    return [ruleRow(`${line.count} ${what} the same`, columns, { color: 'muted' }, '·')];
  }
  const color = colors[line.kind];
  const words = line.words.map(
    ({ text, isChanged }): Span =>
      span(text.replaceAll('\t', '    '), {
        ...(color && { color }),
        ...(isChanged && { bold: true, underline: true }),
      }),
  );
  const wrapped = wrapSpans(words, Math.max(8, columns - 4));
  const sign = span(` ${signs[line.kind]} `, { bold: true, ...(color && { color }) });
  return (wrapped.length === 0 ? [[]] : wrapped).map((row) => [sign, ...row]);
}

function oneLine(text: string): string {
  return sanitizeText(text, { multiline: false });
}
