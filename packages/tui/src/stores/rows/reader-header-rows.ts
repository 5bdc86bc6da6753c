// What stands above a post: its title, how far one has read, and what happened to it meanwhile.

import { clipText, sanitizeText, wrapText } from '@parley/shared/text';
import type { StyledRow } from '../../theme/index.ts';
import type { AppState } from '../app-state.ts';
import { readerList } from '../lists-of-posts.ts';
import { readShare } from '../reading-place.ts';
import { titleMargin } from './reader-rows.ts';
import { ruleRow, span } from './row.ts';

export function readerHeaderRows(
  state: AppState,
  postId: string,
  columns: number,
): readonly StyledRow[] {
  const isPreview = postId === 'preview';
  const title = isPreview ? 'Preview' : (state.posts.read.get(postId)?.title ?? 'Post');
  const share = readShare(readerList(state, postId));
  const where = share === null ? '' : share === 1 ? 'end' : `${Math.round(share * 100)} %`;
  const text = clipText(sanitizeText(title, { multiline: false }), columns - titleMargin);
  return [
    [span(` ${text}`, { bold: true, color: 'accent' }), span(`  ${where}`, { color: 'muted' })],
    noteRow(state, postId, columns),
  ];
}

function noteRow({ posts }: AppState, postId: string, columns: number): StyledRow {
  if (posts.read.has(postId)) {
    const note = {
      unpublished: 'taken back by its author: you see what you had read',
      deleted: 'no longer there: you see what you had read',
    };
    const gone = posts.gone.get(postId);
    if (gone !== undefined) return ruleRow(note[gone], columns, { color: 'warning', bold: true });
  }
  return ruleRow('', columns, { color: 'muted' });
}

/** What to do while there is no text. */
export function emptyReaderRows(
  { posts, connection, keymap }: AppState,
  postId: string,
  columns: number,
): readonly StyledRow[] {
  const problem = posts.unread?.postId === postId ? posts.unread.problem : null;
  const tryAgain = `${keymap.labelOf('reader.reload')} tries again, ${keymap.labelOf('view.back')} goes back.`;
  const sentence = posts.gone.has(postId)
    ? `There is no such post, or its author took it back. ${keymap.labelOf('view.back')} goes back.`
    : problem !== null
      ? `✗ ${sanitizeText(problem, { multiline: false })} ${tryAgain}`
      : connection.phase === 'online'
        ? 'Fetching the post …'
        : 'Not connected. The post comes when the server can be reached again.';
  const rows = wrapText(sentence, Math.min(columns - 4, 72));
  return [[], ...rows.map((text) => [span('  '), span(text, { color: 'muted' })])];
}
