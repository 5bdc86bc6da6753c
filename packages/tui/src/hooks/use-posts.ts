// The parts of posts, read and written, as React gets them.

import {
  commentComposerRows,
  computeLayout,
  editorRows,
  postListRows,
  postsHeaderRows,
  postsListName,
  readerHeaderRows,
  readerListRows,
} from '../stores/index.ts';
import type { StyledRow } from '../theme/index.ts';
import { useDerived } from './store-context.ts';

type Rows = readonly StyledRow[];

export function usePosts(): Rows {
  return useDerived(postListRows, (state) => [
    state.posts,
    state.scroll.get(postsListName(state.posts)),
    state.connection.phase,
    state.focus,
    state.overlay === null,
    state.size,
    state.panes,
  ]);
}

export function useReader(postId: string): Rows {
  return useDerived(
    (state) => readerListRows(state, postId),
    (state) => [
      postId,
      state.posts.read.get(postId),
      state.threads.get(postId),
      state.unfolded,
      state.focus,
      state.overlay === null,
      state.me,
      computeLayout(state).list.rows,
      state.posts.gone,
      state.posts.unread,
      state.connection.phase,
      state.editor,
      state.scroll.get(`reader ${postId}`),
      state.size,
      state.panes,
    ],
  );
}

export function usePostsHeader(columns: number): Rows {
  return useDerived(
    (state) => postsHeaderRows(state, columns),
    (state) => [
      state.posts,
      state.connection.phase,
      columns,
      state.focus,
      state.overlay === null,
      state.textTops.get('search'),
    ],
  );
}

export function useReaderHeader(postId: string, columns: number): Rows {
  return useDerived(
    (state) => readerHeaderRows(state, postId, columns),
    (state) => [
      postId,
      columns,
      state.posts.read.get(postId),
      state.threads.get(postId),
      state.posts.gone,
      state.editor,
      state.scroll.get(`reader ${postId}`),
    ],
  );
}

export function useCommentComposer(): Rows {
  return useDerived(commentComposerRows, (state) => [
    state.routes,
    state.threads,
    state.drafts,
    state.textTops,
    state.size,
    state.focus,
    state.overlay === null,
    state.connection.phase,
    state.panes,
  ]);
}

export function useIsPreview(): boolean {
  return useDerived(
    ({ editor }) => editor?.isPreview ?? false,
    ({ editor }) => [editor?.isPreview],
  );
}

export function useEditor(columns: number): Rows {
  return useDerived(
    (state) => editorRows(state, columns),
    (state) => [state.editor, state.textTops, state.size, state.connection.phase, columns],
  );
}
