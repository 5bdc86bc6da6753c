// Styled text as data: rows of spans with colours named by meaning, drawn by Ink or as ANSI.

/** Eight colours to tell people apart. */
export type NickColor =
  | 'nick1'
  | 'nick2'
  | 'nick3'
  | 'nick4'
  | 'nick5'
  | 'nick6'
  | 'nick7'
  | 'nick8';

/** A colour by what it says; the theme decides how it looks. */
export type ThemeColor =
  | 'text'
  | 'muted'
  | 'accent'
  | 'heading'
  | 'link'
  | 'code'
  | 'codeBlock'
  | 'quote'
  | 'success'
  | 'warning'
  | 'error'
  | NickColor;

export interface SpanStyle {
  bold?: boolean;
  dim?: boolean;
  italic?: boolean;
  underline?: boolean;
  strikethrough?: boolean;
  inverse?: boolean;
  color?: ThemeColor;
}

/** Text in one style. The text is sanitized, and has no newline once it is in a row. */
export interface Span {
  text: string;
  style?: SpanStyle;
}

/** One terminal row. */
export type StyledRow = Span[];
