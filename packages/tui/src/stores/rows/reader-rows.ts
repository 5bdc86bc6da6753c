// A post as rows to read: title, byline, and its Markdown.

import type { PostView } from '@parley/shared/blog';
import { sanitizeText, wrapText } from '@parley/shared/text';
import { clipRow, renderMarkdown } from '../../terminal/index.ts';
import { nickColor, type StyledRow } from '../../theme/index.ts';
import type { AppState } from '../app-state.ts';
import { postFieldsOf } from '../post-editor.ts';
import { toPostInput } from '../post-fields.ts';
import { formatDate } from './post-rows.ts';
import { span } from './row.ts';

export interface ReaderRow {
  readonly key: string;
  readonly row: StyledRow;
}

/** Lines longer than this are tiring to read, however wide the window is. */
const widestText = 88;

const drawn = new WeakMap<object, { columns: number; rows: readonly ReaderRow[] }>();

/** The rows of a post that was fetched, or of what is being edited when the id is `preview`. */
export function readerRows(state: AppState, postId: string, columns: number): readonly ReaderRow[] {
  const source = postId === 'preview' ? state.editor : state.posts.read.get(postId);
  if (!source) return [];
  const known = drawn.get(source);
  if (known?.columns === columns) return known.rows;
  const rows = draw(
    'form' in source
      ? { ...toPostInput(postFieldsOf(source)), post: source.stored }
      : { ...source, post: source },
    columns,
  );
  drawn.set(source, { columns, rows });
  return rows;
}

function draw(
  {
    title,
    body,
    tags,
    post,
  }: { title: string; body: string; tags: string[]; post: PostView | null },
  columns: number,
): readonly ReaderRow[] {
  const width = Math.min(columns - 2, widestText);
  const oneLine = (text: string) => sanitizeText(text, { multiline: false });
  const heading = wrapText(oneLine(title), width).map((text) => [
    span(text, { bold: true, color: 'heading' }),
  ]);
  const username = post?.author.username ?? 'you';
  const byline: StyledRow = [
    span(oneLine(username), { color: nickColor(username) }),
    span(` · ${post?.publishedAt ? formatDate(post.publishedAt) : (post?.state ?? 'not saved')}`, {
      color: 'muted',
    }),
    ...tags.map((tag) => span(`  #${oneLine(tag)}`, { color: 'muted' })),
  ];
  const rows: StyledRow[] = [
    ...heading,
    clipRow(byline, width),
    [],
    ...renderMarkdown(body, { columns: width }),
    [],
  ];
  return rows.map((row, index) => ({ key: String(index), row: [span(' '), ...row] }));
}
