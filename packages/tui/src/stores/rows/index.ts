// The door of the rows: everything that is on the screen, as data.

export { commentComposerRows } from './comment-composer-rows.ts';
export { editorRows } from './editor-rows.ts';
export { entryRows } from './form-rows.ts';
export {
  messageListRows,
  postListRows,
  readerListRows,
  streamRows,
  versionListRows,
} from './list-rows.ts';
export { composerCommand, overlayRows, type PlacedRows } from './overlay-rows.ts';
export { peopleRows } from './people-rows.ts';
export { postsHeaderRows } from './post-header-rows.ts';
export { readerHeaderRows } from './reader-header-rows.ts';
export { composerRows, headerRow, headerRule, typingRow } from './room-frame-rows.ts';
export { roomPaneRows } from './room-pane-rows.ts';
export { smallRows } from './small-rows.ts';
export { statusRow } from './status-row.ts';
export { threadHeaderRows } from './thread-frame-rows.ts';
export { versionHeaderRows } from './version-rows.ts';
export { welcomeRows } from './welcome-rows.ts';
