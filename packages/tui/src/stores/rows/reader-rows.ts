// A post as blocks to read: its byline, and its Markdown.

import type { PostView } from '@parley/shared/blog';
import { displayWidth, sanitizeText, wrapText } from '@parley/shared/text';
import { clipRow, type DocumentBlock, renderDocument } from '../../terminal/index.ts';
import { nickColor, type StyledRow } from '../../theme/index.ts';
import type { AppState } from '../app-state.ts';
import { postFieldsOf } from '../post-editor.ts';
import { toPostInput } from '../post-fields.ts';
import { countWord } from './counts.ts';
import { formatDate, formatMoment } from './post-rows.ts';
import { span } from './row.ts';

export interface ReaderBlock extends DocumentBlock {
  readonly kind: 'block';
}

/** Lines longer than this are tiring to read, however wide the window is. */
const widestText = 88;

/** Columns for the title in the header, beside how far one has read. */
export const titleMargin = 12;

const drawn = new WeakMap<object, { columns: number; blocks: readonly ReaderBlock[] }>();

/** The blocks of a post that was fetched, or of what is being edited when the id is `preview`. */
export function readerBlocks(
  state: AppState,
  postId: string,
  columns: number,
): readonly ReaderBlock[] {
  const source = postId === 'preview' ? state.editor : state.posts.read.get(postId);
  if (!source) return [];
  const known = drawn.get(source);
  if (known?.columns === columns) return known.blocks;
  const width = Math.max(1, Math.min(columns - 2, widestText));
  const isDraft = 'form' in source;
  const post = isDraft ? source.stored : source;
  const { title, body, tags } = isDraft ? toPostInput(postFieldsOf(source)) : source;
  // The header holds a title that fits it.
  const isTitled = isDraft || displayWidth(oneLine(title)) > columns - titleMargin;
  const rows = [...(isTitled ? titleRows(title, width) : []), ...bylineRows(post, tags, width), []];
  const head: DocumentBlock = { key: 'head', rows, heading: null };
  const blocks = [head, ...renderDocument(body, { columns: width })].map(indent);
  drawn.set(source, { columns, blocks });
  return blocks;
}

function indent(block: DocumentBlock): ReaderBlock {
  const rows = block.rows.map((row) => (row.length === 0 ? row : [span(' '), ...row]));
  return { ...block, kind: 'block', rows };
}

function titleRows(title: string, columns: number): StyledRow[] {
  return wrapText(oneLine(title), columns).map((text) => [
    span(text, { bold: true, color: 'heading' }),
  ]);
}

function bylineRows(
  post: PostView | null,
  tags: readonly string[],
  columns: number,
): readonly StyledRow[] {
  const username = post?.author.username ?? 'you';
  const facts = [
    momentOf(post),
    ...(post === null || post.views === 0 ? [] : [countWord(post.views, 'view')]),
    ...(post === null || post.commentCount === 0 ? [] : [countWord(post.commentCount, 'comment')]),
  ];
  const byline = [
    span(oneLine(username), { color: nickColor(username) }),
    span(` · ${facts.join(' · ')}`, { color: 'muted' }),
  ];
  const named = wrapText(tags.map((tag) => `#${oneLine(tag)}`).join('  '), columns);
  return [
    clipRow(byline, columns),
    ...(tags.length === 0 ? [] : named.map((text) => [span(text, { color: 'muted' })])),
  ];
}

function momentOf(post: PostView | null): string {
  if (post === null) return 'not saved';
  if (post.state === 'scheduled' && post.publishAt !== null) {
    return `to be published ${formatMoment(post.publishAt)}`;
  }
  if (post.state !== 'published' || post.publishedAt === null) return post.state;
  return formatDate(post.publishedAt);
}

function oneLine(text: string): string {
  return sanitizeText(text, { multiline: false });
}
