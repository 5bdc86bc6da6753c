// Where everything stands on the screen, from the size of the window and the state alone.
//
// ┌ rooms ┬ header ─────────────┬ here ┐   left pane: from 80 columns, or by `[`
// │       │ rule                │      │   right pane: from 100 columns in a room, or by `]`
// │       │ list                │      │   from 100 columns a thread stands beside its room
// │       │ typing rule         │      │   in a room and among comments
// │       │ composer, 1…⅓ rows  │      │   the same; beside its thread, the room has one as well
// └ status, or the command line ───────┘

import { currentRoute } from '../router/index.ts';
import { type AppState, openRoom, openThreadId, threadBesideFrom } from './app-state.ts';
import { composerDraft, paneDraft } from './composer.ts';
import { draftOf } from './draft.ts';
import { bodyField } from './post-fields.ts';
import { isThreadBeside, type TalkPane } from './talk-side.ts';
import { layoutTextInput } from './text-input.ts';

export const smallestWindow = { columns: 60, rows: 15 } as const;

export interface Layout {
  readonly isTooSmall: boolean;
  /** Columns of the panes with their border; 0 when hidden. */
  readonly left: number;
  readonly right: number;
  /** The part between the panes. */
  readonly center: { readonly x: number; readonly columns: number };
  /** The preview beside the text that is written, on the right of a line; null when it is not there. */
  readonly beside: { readonly x: number; readonly columns: number } | null;
  /** The room beside its open thread, left of the middle; null when it is not there. */
  readonly stream: {
    readonly x: number;
    readonly columns: number;
    readonly rows: number;
    /** Its composer, below its messages. */
    readonly composerTop: number;
    readonly composerColumns: number;
    readonly composerRows: number;
  } | null;
  /** Rows above the status bar. */
  readonly bodyRows: number;
  /** The list in the middle: messages, posts, the text of a post. */
  readonly list: { readonly top: number; readonly columns: number; readonly rows: number };
  /** The window of help, the palette and questions, in the middle of the screen. */
  readonly overlay: {
    readonly x: number;
    readonly y: number;
    readonly columns: number;
    readonly rows: number;
  };
  readonly composer: { readonly top: number; readonly columns: number; readonly rows: number };
}

const headerRows = 2;
const promptColumns = 2;
const narrowestCenter = 36;

const layouts = new WeakMap<AppState, Layout>();

/** The layout of a state, worked out once. */
export function computeLayout(state: AppState): Layout {
  let layout = layouts.get(state);
  if (layout === undefined) {
    layout = layOut(state);
    layouts.set(state, layout);
  }
  return layout;
}

function layOut(state: AppState): Layout {
  const { columns, rows } = state.size;
  const { left, right } = computePanes(state);
  const bodyRows = rows - 1;
  const stream = computeStream(state, left, bodyRows);
  const x = stream === null ? left : left + stream.columns + 1;
  const center = { x, columns: columns - x - right };
  const beside = computeBeside(state, center);
  const composer = computeComposer(state, center.columns, mainDraft(state));
  const listRows = Math.max(1, bodyRows - headerRows - composer.rows - composer.extra);
  return {
    isTooSmall: columns < smallestWindow.columns || rows < smallestWindow.rows,
    left,
    right,
    center,
    beside,
    stream,
    bodyRows,
    list: { top: headerRows, columns: beside?.columns ?? center.columns, rows: listRows },
    overlay: computeOverlay(columns, rows),
    composer: { top: bodyRows - composer.rows, columns: composer.columns, rows: composer.rows },
  };
}

// The frame around it takes one cell on each side, and a cell of air beside the text.
function computeOverlay(columns: number, rows: number) {
  const inner = { columns: Math.min(76, columns - 8), rows: Math.min(30, rows - 6) };
  return {
    ...inner,
    x: Math.floor((columns - inner.columns) / 2),
    y: Math.max(2, Math.floor((rows - inner.rows) / 3)),
  };
}

/** From so many columns on a preview has room beside the text. */
const besideFrom = 120;
/** A longer text takes too long to draw at every key. */
const longestBeside = 20_000;

function computeBeside(
  { editor, routes, size }: AppState,
  center: Layout['center'],
): Layout['beside'] {
  if (!editor?.isPreview || currentRoute(routes).name !== 'editor') return null;
  const { text } = editor.form.fields[bodyField]!.input;
  if (size.columns < besideFrom || text.length > longestBeside) return null;
  const columns = Math.floor((center.columns - 1) / 2);
  return { x: center.x + center.columns - columns, columns };
}

function computeStream(state: AppState, left: number, bodyRows: number): Layout['stream'] {
  const { columns } = state.size;
  const room = openRoom(state);
  if (room === undefined || !isThreadBeside(state)) return null;
  const streamColumns = Math.floor((columns - left - 1) / 2);
  const composer = computeComposer(state, streamColumns, paneDraft(state, room, 'stream'));
  return {
    x: left,
    columns: streamColumns,
    rows: Math.max(1, bodyRows - headerRows - composer.rows - composer.extra),
    composerTop: bodyRows - composer.rows,
    composerColumns: composer.columns,
    composerRows: composer.rows,
  };
}

/** The frame of a question that one answers by typing. */
export function questionPlace(size: AppState['size']): { x: number; y: number; columns: number } {
  const columns = Math.min(64, size.columns - 8);
  return {
    columns,
    x: Math.floor((size.columns - columns - 4) / 2),
    y: Math.max(0, Math.floor((size.rows - 12) / 2)),
  };
}

/** The inside of a small window where one chooses an emoji. */
export function pickerPlace(size: AppState['size']): {
  x: number;
  y: number;
  columns: number;
  rows: number;
} {
  const columns = Math.min(36, size.columns - 8);
  const rows = Math.min(12, size.rows - 6);
  return {
    columns,
    rows,
    x: Math.floor((size.columns - columns) / 2),
    y: Math.max(2, Math.floor((size.rows - rows) / 2)),
  };
}

function computePanes(state: AppState): { left: number; right: number } {
  const { columns } = state.size;
  const route = currentRoute(state.routes);
  const hasPanes = ['room', 'posts', 'reader', 'editor', 'versions', 'changes'].includes(
    route.name,
  );
  const isWanted = (side: 'left' | 'right', from: number) =>
    state.panes[side] === 'auto' ? columns >= from : state.panes[side] === true;
  const hasThread = openThreadId(state) !== null;
  const leftFrom = hasThread && columns >= threadBesideFrom ? 120 : 80;
  const left = hasPanes && isWanted('left', leftFrom) ? (columns >= 110 ? 24 : 20) : 0;
  const hasPeople = route.name === 'room' && openRoom(state) !== undefined && !hasThread;
  const right = hasPeople && isWanted('right', 100) ? (columns >= 140 ? 24 : 19) : 0;
  // Where both do not fit, the one that was asked for stays.
  if (columns - left - right >= narrowestCenter) return { left, right };
  return state.panes.right === true ? { left: 0, right } : { left, right: 0 };
}

function mainDraft(state: AppState): string | null {
  const room = openRoom(state);
  return room === undefined ? composerDraft(state) : paneDraft(state, room, 'main');
}

/** Where one writes, and the pane that it is in. */
export function composerPlace(
  state: AppState,
  pane: TalkPane,
): { x: number; top: number; columns: number; rows: number; paneColumns: number } {
  const { stream, center, composer } = computeLayout(state);
  if (pane === 'main' || stream === null) {
    return { x: center.x, ...composer, paneColumns: center.columns };
  }
  return {
    x: stream.x,
    top: stream.composerTop,
    columns: stream.composerColumns,
    rows: stream.composerRows,
    paneColumns: stream.columns,
  };
}

function computeComposer(state: AppState, paneColumns: number, draft: string | null) {
  const columns = paneColumns - promptColumns - 1;
  if (draft === null) return { columns, rows: 0, extra: 0 };
  const { input, replyTo } = draftOf(state.drafts, draft);
  const highest = Math.max(2, Math.floor(state.size.rows / 3));
  const { rows } = layoutTextInput(input, { columns, rows: highest });
  return { columns, rows: rows.length, extra: replyTo === null ? 1 : 2 };
}
