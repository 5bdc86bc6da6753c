// The composer below a post: what it is for, and what is written in it.

import type { StyledRow } from '../../theme/index.ts';
import type { AppState } from '../app-state.ts';
import { threadOf } from '../comment-thread.ts';
import { commentChangedMeanwhile, composerDraft, discussedPost } from '../composer.ts';
import { computeLayout } from '../layout.ts';
import { draftRows } from './room-frame-rows.ts';
import { ruleRow } from './row.ts';

/** A rule and the rows of the draft; none while one reads the text. */
export function commentComposerRows(state: AppState): readonly StyledRow[] {
  const postId = discussedPost(state);
  const draft = composerDraft(state);
  if (postId === null || draft === null) return [];
  const isEdit = threadOf(state.threads, postId).editing !== null;
  const { columns } = computeLayout(state).center;
  const isStale = commentChangedMeanwhile(state, postId) !== null;
  const what = isStale ? 'changed elsewhere · Enter writes over it' : 'changing a comment';
  const label = isEdit ? `${what} · Esc leaves it` : '';
  const rule = ruleRow(label, columns, { color: isEdit ? 'warning' : 'muted' });
  const said = placeholder(state);
  const rows = draftRows(state, draft, { placeholder: said, isCommand: false, pane: 'main' });
  return [rule, ...rows];
}

function placeholder({ focus, connection }: AppState): string {
  if (focus !== 'composer') return 'i to write a comment';
  return connection.phase === 'online'
    ? 'Write a comment'
    : 'Not connected: what you write is sent later';
}
