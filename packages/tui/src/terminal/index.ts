// Text for the terminal: Markdown as styled rows, and rows measured, clipped, wrapped and written.

export {
  type Heading,
  type RenderedDocument,
  type RenderOptions,
  renderDocument,
  renderInline,
  renderMarkdown,
} from './markdown.ts';
export { clipRow, mergeSpans, rowText, rowWidth, spansToAnsi, wrapSpans } from './spans.ts';
