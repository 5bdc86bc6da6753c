// The parts of the screen as React gets them: rows and places, each with what it depends on.

import { currentRoute, type Route } from '../router/index.ts';
import {
  type AppState,
  composerCommand,
  composerRows,
  computeLayout,
  cursorCell,
  editorRows,
  entryRows,
  headerRow,
  headerRule,
  type Layout,
  messageListRows,
  openRoom,
  overlayRows,
  type PlacedRows,
  peopleRows,
  postListRows,
  postsHeaderRows,
  readerHeaderRows,
  readerListRows,
  roomPaneRows,
  statusRow,
  typingRow,
  welcomeRows,
} from '../stores/index.ts';
import type { StyledRow, Theme } from '../theme/index.ts';
import { themes } from '../theme/index.ts';
import { useDerived } from './store-context.ts';

type Rows = readonly StyledRow[];

const nothing: Rows = [];

export function useTheme(): Theme {
  return useDerived(
    ({ theme }) => themes[theme],
    ({ theme }) => [theme],
  );
}

export function useRoute(): Route {
  return useDerived(
    ({ routes }) => currentRoute(routes),
    ({ routes }) => [routes],
  );
}

export function useLayout(): Layout {
  // A new state has a new layout object, but rarely a new layout.
  return useDerived(computeLayout, (state) => flatten(computeLayout(state)));
}

function flatten({ center, list, composer, overlay, ...rest }: Layout): readonly unknown[] {
  return [center, list, composer, overlay, rest].flatMap((part) => Object.values(part));
}

export function useSize(): AppState['size'] {
  return useDerived(
    ({ size }) => size,
    ({ size }) => [size],
  );
}

export function useCursorCell(): { x: number; y: number } | undefined {
  return useDerived(cursorCell, (state) => {
    const cell = cursorCell(state);
    return [cell?.x, cell?.y];
  });
}

export function useStatusRow(): StyledRow {
  return useDerived(statusRow, (state) => [
    state.size,
    state.notice,
    state.isQuitArmed,
    state.connection,
    state.now,
    state.server,
    state.me,
    state.rooms,
    state.overlay,
    state.routes,
    state.focus,
    state.form?.focus,
    state.editor?.isPreview,
  ]);
}

export function useRoomPane(columns: number): Rows {
  return useDerived(
    (state) => roomPaneRows(state, columns),
    (state) => [
      columns,
      state.rooms,
      state.routes,
      state.size,
      state.focus,
      state.overlay === null,
      state.scroll.get('rooms'),
      state.drafts,
    ],
  );
}

export function usePeople(columns: number, rows: number): Rows {
  return useDerived(
    (state) => {
      const room = openRoom(state);
      return room === undefined ? nothing : peopleRows(room, columns, rows);
    },
    (state) => [openRoom(state)?.presence, openRoom(state)?.typing, columns, rows],
  );
}

export function useRoomHeader(columns: number): Rows {
  return useDerived(
    (state) => {
      const room = openRoom(state);
      return room === undefined ? nothing : [headerRow(room, columns), headerRule(columns)];
    },
    (state) => [openRoom(state)?.room, openRoom(state)?.membership === null, columns],
  );
}

export function useMessages(): Rows {
  return useDerived(messageListRows, (state) => {
    const room = openRoom(state);
    const { list } = computeLayout(state);
    return [
      room,
      state.scroll.get(`messages ${room?.room.id}`),
      state.focus,
      state.overlay === null,
      list.rows,
      list.columns,
      state.me,
    ];
  });
}

export function useTypingRow(columns: number): Rows {
  return useDerived(
    (state) => {
      const room = openRoom(state);
      return room === undefined ? nothing : [typingRow(state, room, columns)];
    },
    (state) => {
      const room = openRoom(state);
      return [room?.typing, state.scroll.get(`messages ${room?.room.id}`), columns];
    },
  );
}

export function useComposer(): Rows {
  return useDerived(
    (state) => {
      const room = openRoom(state);
      return room === undefined ? nothing : composerRows(state, room);
    },
    (state) => {
      const room = openRoom(state);
      return [
        room?.room,
        room?.membership === null,
        state.drafts,
        state.textTops,
        state.size,
        state.focus,
        state.overlay === null,
        state.connection.phase,
        state.panes,
      ];
    },
  );
}

export function useWelcome(columns: number): Rows {
  return useDerived(
    (state) => welcomeRows(state, columns),
    ({ rooms, me }) => [rooms, me, columns],
  );
}

export function usePosts(): Rows {
  return useDerived(postListRows, (state) => [
    state.posts,
    state.scroll.get('posts'),
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
    ({ posts }) => [posts, columns],
  );
}

export function useReaderHeader(postId: string, columns: number): Rows {
  return useDerived(
    (state) => readerHeaderRows(state, postId, columns),
    (state) => [
      postId,
      columns,
      state.posts.read.get(postId),
      state.editor,
      state.scroll.get(`reader ${postId}`),
    ],
  );
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
    (state) => [state.editor, state.textTops, state.size, columns],
  );
}

export function useEntry(): Rows {
  return useDerived(entryRows, (state) => [
    state.form,
    state.size,
    state.server,
    state.info,
    state.textTops,
  ]);
}

export function useOverlay(): PlacedRows | undefined {
  return useDerived(overlayRows, (state) => {
    const isOpen = state.overlay !== null || composerCommand(state) !== null;
    return isOpen ? [state] : [null];
  });
}
