// Text for the terminal: Markdown as styled rows, and rows measured, clipped, wrapped and written.

export {
  copyToClipboard,
  lendTerminal,
  restoreTerminal,
  saveTitle,
  setTitle,
  takeTerminal,
} from './escapes.ts';
export { editInEditor } from './external-editor.ts';
export {
  type CachedScreen,
  parseCachedScreen,
  renderFirstFrame,
} from './first-frame.ts';
export { stopUntilContinued } from './job-control.ts';
export {
  type DocumentBlock,
  type RenderOptions,
  renderDocument,
  renderInline,
} from './markdown.ts';
export { bell, desktopNotification, tellProgram, throughTmux } from './notify.ts';
export { openUrl } from './open-url.ts';
export { pinWidths } from './pin-widths.ts';
export { clipRow, rowWidth, wrapSpans } from './spans.ts';
