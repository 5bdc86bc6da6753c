// The versions of a post, and what changed since one, as React gets them.

import { versionHeaderRows, versionListRows } from '../stores/index.ts';
import type { StyledRow } from '../theme/index.ts';
import { useDerived } from './store-context.ts';

interface Shown {
  readonly postId: string;
  /** Null for the list of them. */
  readonly version: number | null;
}

export function useVersions({ postId, version }: Shown): readonly StyledRow[] {
  return useDerived(
    (state) => versionListRows(state, { postId, version }),
    (state) => [
      postId,
      version,
      state.versions,
      state.posts.read.get(postId),
      state.scroll.get(version === null ? `versions ${postId}` : `changes ${postId} ${version}`),
      state.focus,
      state.overlay === null,
      state.size,
      state.panes,
    ],
  );
}

export function useVersionHeader(
  { postId, version }: Shown,
  columns: number,
): readonly StyledRow[] {
  return useDerived(
    (state) => versionHeaderRows(state, { postId, version }, columns),
    (state) => [postId, version, columns, state.versions, state.posts.read.get(postId)],
  );
}
