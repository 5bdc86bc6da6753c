// Colours by meaning: what the rest of the client may know about the theme.

export { nickColor } from './nick-color.ts';
export type { Span, SpanStyle, StyledRow, ThemeColor } from './spans.ts';
export {
  type AnsiColor,
  lookOf,
  sgrColors,
  type Theme,
  type ThemeName,
  themeNames,
  themes,
} from './theme.ts';
