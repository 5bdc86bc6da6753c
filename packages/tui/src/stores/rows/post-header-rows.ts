// The header above the posts and above a post.

import { clipText, sanitizeText } from '@parley/shared/text';
import type { StyledRow } from '../../theme/index.ts';
import type { AppState } from '../app-state.ts';
import { readerList } from '../lists.ts';
import { positionOf } from '../scroll-list-place.ts';
import { ruleRow, span } from './row.ts';

export function postsHeaderRows({ posts }: AppState, columns: number): readonly StyledRow[] {
  const { filter, [filter]: list } = posts;
  const tab = (name: typeof filter, label: string) =>
    span(
      label,
      filter === name ? { bold: true, color: 'accent', underline: true } : { color: 'muted' },
    );
  const state = { new: '', loading: '  loading …', loaded: '', failed: '  could not be loaded' }[
    list.state
  ];
  const isEmpty = list.state === 'loaded' && list.items.length === 0;
  const hint = isEmpty ? '  nothing here yet: c writes a post' : state;
  return [
    [
      span(' '),
      tab('published', 'Posts'),
      span('   '),
      tab('mine', 'My drafts'),
      span(hint, { color: 'muted' }),
    ],
    ruleRow('', columns, { color: 'muted' }),
  ];
}

export function readerHeaderRows(
  state: AppState,
  postId: string,
  columns: number,
): readonly StyledRow[] {
  const { content, state: list } = readerList(state, postId);
  const isPreview = postId === 'preview';
  const title = isPreview ? 'Preview' : (state.posts.read.get(postId)?.title ?? 'Post');
  const last = content.items.length - list.viewport.rows;
  const { index } = positionOf(list, content);
  const where =
    content.items.length === 0
      ? 'loading …'
      : last <= 0
        ? 'all'
        : `${Math.min(100, Math.round((index / last) * 100))} %`;
  const text = clipText(sanitizeText(title, { multiline: false }), columns - 12);
  return [
    [span(` ${text}`, { bold: true, color: 'accent' }), span(`  ${where}`, { color: 'muted' })],
    ruleRow('', columns, { color: 'muted' }),
  ];
}
