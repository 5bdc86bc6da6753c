// The preview of what is written: where in it the cursor is, and whether it stands beside the text.

import { renderDocument } from '../terminal/index.ts';
import type { AppState } from './app-state.ts';
import { computeLayout } from './layout.ts';
import { readerList } from './lists-of-posts.ts';
import { bodyField } from './post-fields.ts';
import type { ScrollListState } from './scroll-list.ts';
import { visibleItems } from './scroll-list.ts';
import { placeAt } from './scroll-list-place.ts';

/** The preview's list, moved so far that what is being written is on the screen. */
function followCursor(state: AppState): ScrollListState | null {
  const { editor } = state;
  if (!editor?.isPreview) return null;
  const list = readerList(state, 'preview');
  const { text, cursor } = editor.form.fields[bodyField]!.input;
  // The blocks before the one that is written, and the byline before all of them.
  const before = cursor === 0 ? 0 : text.lastIndexOf('\n\n', cursor - 1) + 1;
  const { columns } = list.state.viewport;
  const passed = renderDocument(text.slice(0, before), { columns: Math.max(1, columns - 2) });
  const wanted = editor.form.focus === bodyField ? passed.length + 1 : 0;
  const index = Math.min(wanted, list.content.items.length - 1);
  if (index < 0) return null;
  const key = list.content.items[index]?.key;
  const isShown = visibleItems(list.state, list.content).some(
    ({ item, clipTop }) => item.key === key && clipTop === 0,
  );
  return isShown ? list.state : placeAt(list.state, list.content, { index, offset: 0 });
}

/** The state with the preview beside the text, or just opened, in step with the cursor. */
export function settlePreview(state: AppState, before: AppState): AppState {
  if (state.editor === before.editor && state.size === before.size) return state;
  const isOpened = !before.editor?.isPreview;
  if (!isOpened && computeLayout(state).beside === null) return state;
  const place = followCursor(state);
  const name = 'reader preview';
  if (place === null || place === state.scroll.get(name)) return state;
  return { ...state, scroll: new Map(state.scroll).set(name, place) };
}
