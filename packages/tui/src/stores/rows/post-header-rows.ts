// What stands above the posts, and in their place while there are none.

import { clipText, displayWidth, sanitizeText, wrapText } from '@parley/shared/text';
import { clipRow } from '../../terminal/index.ts';
import type { StyledRow } from '../../theme/index.ts';
import type { AppState } from '../app-state.ts';
import { formatFilter } from '../post-filter.ts';
import type { PostSearch } from '../post-search.ts';
import { type PostTab, shownPosts } from '../posts.ts';
import { searchWindow } from '../text-windows.ts';
import { postColumnNames } from './post-rows.ts';
import { fillRow, ruleRow, span } from './row.ts';

export function postsHeaderRows(state: AppState, columns: number): readonly StyledRow[] {
  const { posts } = state;
  if (posts.search !== null) return [searchRow(state, columns), columnRow(columns, false)];
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

/** The line that one types into, and what came of it. */
function searchRow(state: AppState, columns: number): StyledRow {
  const window = searchWindow(state);
  const isTyping = state.focus === 'composer' && state.overlay === null;
  const found = clipText(searchProgress(state), columns - 10);
  const left: StyledRow = [
    span(' '),
    span('/ ', { color: isTyping ? 'accent' : 'muted', bold: true }),
    span(window?.rows[0] ?? ''),
  ];
  const filled = fillRow(left, columns - displayWidth(found) - 1);
  return clipRow([...filled, span(found, { color: 'muted' })], columns);
}

function searchProgress({ posts: { search }, connection }: AppState): string {
  if (search === null) return '';
  if (search.state === 'loading') return 'looking …';
  if (search.items.length === 0) return '';
  if (search.state === 'failed') return 'could not be looked for';
  if (connection.phase !== 'online') return 'not connected';
  return search.nextCursor === null
    ? `${search.items.length} found`
    : `${search.items.length} and more`;
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
  const key = keymap.labelOf;
  if (posts.search !== null) return searchWords(posts.search, connection.phase === 'online');
  const { state, problem } = shownPosts(posts);
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

function searchWords(
  { state, problem, query }: PostSearch,
  isOnline: boolean,
): { sentence: string; isBad?: true } {
  const words = sanitizeText(query, { multiline: false });
  if (!isOnline && state !== 'loaded')
    return { sentence: 'Not connected. Looking needs the server.' };
  switch (state) {
    case 'idle':
      return {
        sentence: 'Words to look for in all posts. "in quotes" a phrase, or either, -without.',
      };
    case 'loading':
      return { sentence: `Looking for ${words} …` };
    case 'failed': {
      const why = sanitizeText(problem ?? 'No answer.', { multiline: false });
      return { sentence: `✗ ${why} Enter tries again.`, isBad: true };
    }
    case 'loaded':
      return { sentence: `No post has ${words}. Esc goes back to the list.` };
  }
}
