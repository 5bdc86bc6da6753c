// The text inputs as they stand on the screen: their rows, and the one cell where the cursor is.

import { currentRoute } from '../router/index.ts';
import type { AppState } from './app-state.ts';
import { composerDraft } from './composer.ts';
import { draftOf } from './draft.ts';
import { editorLayout, formLayout, secretMask } from './form-layout.ts';
import { composerPlace, computeLayout, pickerPlace, questionPlace } from './layout.ts';
import type { RoomSettings } from './room-settings.ts';
import { settingsLayout } from './settings-layout.ts';
import { type TalkPane, talkPane } from './talk-side.ts';
import { layoutTextInput, type TextInputLayout, type TextInputState } from './text-input.ts';

export interface TextWindow extends TextInputLayout {
  /** Names the text, to remember how far its window was scrolled. */
  readonly name: string;
  /** Where the window's first cell is on the screen. */
  readonly x: number;
  readonly y: number;
}

interface Place {
  name: string;
  x: number;
  y: number;
  columns: number;
  rows: number;
  mask?: string;
}

function windowAt(state: AppState, input: TextInputState, place: Place): TextWindow {
  const { name, x, y, columns, rows, mask } = place;
  const scrollTop = state.textTops.get(name) ?? 0;
  return { name, x, y, ...layoutTextInput(input, { columns, rows, mask, scrollTop }) };
}

/** The composer with one of the drafts. */
export function draftWindow(
  state: AppState,
  draft: string,
  pane: TalkPane = talkPane(state),
): TextWindow {
  const place = composerPlace(state, pane);
  const { input } = draftOf(state.drafts, draft);
  return windowAt(state, input, {
    name: `draft ${draft}`,
    x: place.x + 2,
    y: place.top,
    columns: place.columns,
    rows: place.rows,
  });
}

/** A field of the form that is shown, or of the post that is written. */
export function fieldWindow(state: AppState, index: number): TextWindow | undefined {
  const isEditor = currentRoute(state.routes).name === 'editor';
  const form = isEditor ? state.editor?.form : state.form;
  const field = form?.fields[index];
  if (!form || field === undefined) return undefined;
  const place = (isEditor ? editorLayout(state) : formLayout(state, form)).fields[index];
  if (place === undefined) return undefined;
  const mask = field.isSecret ? secretMask : undefined;
  return windowAt(state, field.input, { name: `field ${form.kind} ${field.name}`, ...place, mask });
}

/** The line of a search, in the header of the posts. */
export function searchWindow(state: AppState): TextWindow | undefined {
  const { search } = state.posts;
  if (search === null) return undefined;
  const { center } = computeLayout(state);
  const columns = Math.max(8, center.columns - 20);
  return windowAt(state, search.input, { name: 'search', x: center.x + 3, y: 0, columns, rows: 1 });
}

/** The line of the palette or the command line. */
export function overlayWindow(state: AppState): TextWindow | undefined {
  const { overlay, size } = state;
  if (overlay?.kind === 'commandLine') {
    const place = {
      name: 'commandLine',
      x: 1,
      y: size.rows - 1,
      columns: size.columns - 2,
      rows: 1,
    };
    return windowAt(state, overlay.input, place);
  }
  if (overlay?.kind === 'schedule') {
    const { x, y, columns } = questionPlace(size);
    const place = { name: 'schedule', x: x + 4, y: y + 3, columns: columns - 3, rows: 1 };
    return windowAt(state, overlay.input, place);
  }
  if (overlay?.kind === 'react') {
    const { x, y, columns } = pickerPlace(size);
    const place = { name: 'react', x: x + 2, y, columns: columns - 3, rows: 1 };
    return windowAt(state, overlay.input, place);
  }
  if (overlay?.kind === 'settings') {
    const field = overlay.form.fields[overlay.form.focus];
    return field?.choices === null && overlay.question === null
      ? settingsWindow(state, overlay)
      : undefined;
  }
  if (overlay?.kind === 'invites') return inviteWindow(state, overlay.form?.focus ?? 0);
  if (overlay?.kind !== 'palette' && overlay?.kind !== 'find') return undefined;
  const { x, y, columns } = computeLayout(state).overlay;
  return windowAt(state, overlay.input, {
    name: overlay.kind,
    x: x + 2,
    y,
    columns: columns - 3,
    rows: 1,
  });
}

/** The focused field of a room's settings. */
export function settingsWindow(state: AppState, settings: RoomSettings): TextWindow | undefined {
  const field = settings.form.fields[settings.form.focus];
  if (field === undefined) return undefined;
  const { x, y, labelColumns, fieldColumns, focusRow } = settingsLayout(state, settings);
  return windowAt(state, field.input, {
    name: `settings ${field.name}`,
    x: x + labelColumns,
    y: y + focusRow,
    columns: fieldColumns,
    rows: 1,
  });
}

export const inviteLabelColumns = 12;

/** A field of the form of a new link into a room. */
export function inviteWindow(state: AppState, index: number): TextWindow | undefined {
  const { overlay } = state;
  const field = overlay?.kind === 'invites' ? overlay.form?.fields[index] : undefined;
  if (field === undefined) return undefined;
  const { x, y, columns } = computeLayout(state).overlay;
  return windowAt(state, field.input, {
    name: `invite ${field.name}`,
    x: x + inviteLabelColumns,
    y: y + 2 * index,
    columns: columns - inviteLabelColumns - 1,
    rows: 1,
  });
}

/** The text that has the cursor; undefined when none has. */
export function focusedWindow(state: AppState): TextWindow | undefined {
  if (computeLayout(state).isTooSmall) return undefined;
  if (state.overlay !== null) return overlayWindow(state);
  const draft = composerDraft(state);
  if (draft !== null) return state.focus === 'composer' ? draftWindow(state, draft) : undefined;
  const { name } = currentRoute(state.routes);
  if (name === 'posts') return state.focus === 'composer' ? searchWindow(state) : undefined;
  if (name === 'editor') {
    const { editor } = state;
    if (editor === null) return undefined;
    const isCovered = editor.isPreview && computeLayout(state).beside === null;
    return isCovered ? undefined : fieldWindow(state, editor.form.focus);
  }
  const isForm = name === 'connect' || name === 'login' || name === 'register';
  return isForm && state.form !== null ? fieldWindow(state, state.form.focus) : undefined;
}

/** The cell of the terminal's cursor, so that input methods open where one writes. */
export function cursorCell(state: AppState): { x: number; y: number } | undefined {
  const window = focusedWindow(state);
  if (window === undefined) return undefined;
  const x = Math.min(window.x + window.cursor.x, state.size.columns - 1);
  return { x, y: window.y + window.cursor.y };
}

/** The state with the focused text's window moved so far that its cursor is in it. */
export function settleText(state: AppState): AppState {
  const window = focusedWindow(state);
  if (window === undefined || (state.textTops.get(window.name) ?? 0) === window.scrollTop)
    return state;
  return { ...state, textTops: new Map(state.textTops).set(window.name, window.scrollTop) };
}
