// The parts of the screen as React gets them: places and rows, each with what it depends on.

import { currentRoute, type Route } from '../router/index.ts';
import {
  type AppState,
  composerChoice,
  composerCommand,
  computeLayout,
  cursorCell,
  entryRows,
  type Layout,
  overlayRows,
  type PlacedRows,
  smallRows,
  statusRow,
  tagChoiceOf,
} from '../stores/index.ts';
import { type StyledRow, type Theme, themes } from '../theme/index.ts';
import { useDerived } from './store-context.ts';

type Rows = readonly StyledRow[];

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

function flatten({
  center,
  beside,
  stream,
  list,
  composer,
  overlay,
  ...rest
}: Layout): readonly unknown[] {
  const none = { x: 0, columns: 0, rows: 0 };
  return [center, beside ?? none, stream ?? none, list, composer, overlay, rest].flatMap((part) =>
    Object.values(part),
  );
}

export function useSmallRows(): Rows {
  return useDerived(smallRows, ({ size, rooms }) => [size, rooms]);
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
    state.watching,
    state.failedScheduled,
    state.connection,
    state.now,
    state.server,
    state.me,
    state.rooms,
    state.activity,
    state.overlay,
    state.routes,
    state.focus,
    state.isInStream,
    state.form?.focus,
    state.scroll,
    state.posts,
    state.threads,
    state.versions,
    state.editor?.isPreview,
    state.editor?.stored,
    tagChoiceOf(state) === null,
    composerChoice(state) === null,
  ]);
}

export function useEntry(): Rows {
  return useDerived(entryRows, (state) => [
    state.form,
    state.size,
    state.server,
    state.info,
    state.textTops,
    state.connection.phase,
  ]);
}

export function useOverlay(): PlacedRows | undefined {
  return useDerived(overlayRows, (state) => {
    const isOpen =
      state.overlay !== null ||
      composerCommand(state) !== null ||
      composerChoice(state) !== null ||
      tagChoiceOf(state) !== null;
    return isOpen ? [state] : [null];
  });
}
