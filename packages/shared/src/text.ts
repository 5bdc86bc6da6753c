// Text made safe and measured for a terminal: the door to sanitizing, width and wrapping.

export {
  isBlankText,
  type SanitizeOptions,
  sanitizeText,
  stripForStorage,
} from './text-sanitize.ts';
export { clipText, displayWidth, eachGrapheme, padText, splitGraphemes } from './text-width.ts';
export {
  expandTabs,
  type GraphemeRow,
  hangingColumns,
  type WrapOptions,
  wrapGraphemes,
  wrapText,
} from './text-wrap.ts';
