// What stands above the posts, and in their place while there are none.

import { clipText, sanitizeText, wrapText } from '@parley/shared/text';
import { clipRow } from '../../terminal/index.ts';
import type { StyledRow } from '../../theme/index.ts';
import type { AppState } from '../app-state.ts';
import { formatFilter } from '../post-filter.ts';
import { type PostTab, shownPosts } from '../posts.ts';
import { postColumnNames } from './post-rows.ts';
import { ruleRow, span } from './row.ts';

export function postsHeaderRows(state: AppState, columns: number): readonly StyledRow[] {
  const { posts } = state;
  const tab = (name: PostTab, label: string) =>
    span(
      label,
      posts.tab === name ? { bold: true, color: 'accent', underline: true } : { color: 'muted' },
    );
  const narrowed = formatFilter(posts.filter);
  const tabs: StyledRow = [
    span(' '),
    tab('published', 'Posts'),
    span('   '),
    tab('mine', 'Mine'),
    ...(narrowed === ''
      ? []
      : [span('   '), tab('filtered', clipText(narrowed, Math.floor(columns / 2)))]),
    span(`  ${progress(state)}`, { color: 'muted' }),
  ];
  return [clipRow(tabs, columns), columnRow(columns, posts.tab === 'mine')];
}

function progress({ posts, connection }: AppState): string {
  const { items, state, nextCursor, problem } = shownPosts(posts);
  if (items.length === 0) return '';
  if (state === 'loading') return 'loading …';
  if (state === 'failed')
    return sanitizeText(problem ?? 'could not be loaded', { multiline: false });
  if (connection.phase !== 'online') return 'not connected: as it was before';
  return nextCursor === null ? String(items.length) : `${items.length} and more below`;
}

function columnRow(columns: number, isMine: boolean): StyledRow {
  const names = postColumnNames(columns, isMine);
  if (names === null) return ruleRow('', columns, { color: 'muted' });
  return [span(` ${names}`, { color: 'muted', underline: true })];
}

/** What to do while the list is empty, in words. */
export function emptyPostsRows(state: AppState, columns: number): readonly StyledRow[] {
  const { sentence, isBad } = emptyWords(state);
  const rows = wrapText(sentence, Math.min(columns - 4, 72));
  return [
    [],
    ...rows.map((text) => [span('  '), span(text, { color: isBad ? 'error' : 'muted' })]),
  ];
}

function emptyWords({ posts, connection, keymap }: AppState): { sentence: string; isBad?: true } {
  const { state, problem } = shownPosts(posts);
  const key = keymap.labelOf;
  if (connection.phase !== 'online' && state !== 'loaded') {
    return { sentence: 'Not connected. The posts come when the server can be reached again.' };
  }
  if (state === 'failed') {
    const why = sanitizeText(problem ?? 'No answer.', { multiline: false });
    return { sentence: `✗ ${why} ${key('posts.reload')} tries again.`, isBad: true };
  }
  if (state !== 'loaded') return { sentence: 'Loading the posts …' };
  switch (posts.tab) {
    case 'published':
      return { sentence: `Nobody has published a post yet. ${key('posts.new')} writes the first.` };
    case 'mine':
      return {
        sentence: `No drafts, nothing scheduled, nothing taken back. ${key('posts.new')} writes a post.`,
      };
    case 'filtered': {
      const what = formatFilter(posts.filter);
      return {
        sentence: `No post fits ${what}. ${key('posts.filter')} changes that, ${key('view.back')} shows all posts.`,
      };
    }
  }
}
