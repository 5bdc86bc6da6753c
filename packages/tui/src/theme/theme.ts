// The themes: what each colour by meaning looks like. Only the terminal's own sixteen colours are
// used, so the user's palette stays in charge and every terminal can show them.

import type { SpanStyle, ThemeColor } from './spans.ts';

/** Ink's names of the sixteen colours that themes use, with their SGR foreground codes. */
export const sgrColors = {
  black: 30,
  red: 31,
  green: 32,
  yellow: 33,
  blue: 34,
  magenta: 35,
  cyan: 36,
  white: 37,
  gray: 90,
  redBright: 91,
  greenBright: 92,
  yellowBright: 93,
  blueBright: 94,
  magentaBright: 95,
  cyanBright: 96,
  whiteBright: 97,
} as const;
export type AnsiColor = keyof typeof sgrColors;

/** An undefined colour is the terminal's own foreground. */
export type Theme = Readonly<Record<ThemeColor, AnsiColor | undefined>>;

export const themeNames = ['dark', 'light', 'none'] as const;
export type ThemeName = (typeof themeNames)[number];

const dark: Theme = {
  text: undefined,
  muted: 'gray',
  accent: 'cyanBright',
  heading: 'cyanBright',
  link: 'blueBright',
  code: 'yellow',
  codeBlock: 'yellow',
  quote: 'green',
  success: 'greenBright',
  warning: 'yellowBright',
  error: 'redBright',
  nick1: 'cyan',
  nick2: 'green',
  nick3: 'magenta',
  nick4: 'blueBright',
  nick5: 'yellowBright',
  nick6: 'redBright',
  nick7: 'magentaBright',
  nick8: 'greenBright',
};

// On white the bright colours, yellow first of all, cannot be read.
const light: Theme = {
  text: undefined,
  muted: 'gray',
  accent: 'blue',
  heading: 'blue',
  link: 'blue',
  code: 'magenta',
  codeBlock: 'magenta',
  quote: 'green',
  success: 'green',
  warning: 'red',
  error: 'red',
  nick1: 'blue',
  nick2: 'green',
  nick3: 'magenta',
  nick4: 'cyan',
  nick5: 'red',
  nick6: 'black',
  nick7: 'blueBright',
  nick8: 'magentaBright',
};

// For NO_COLOR: weight, slant and underline still tell things apart.
const none = Object.fromEntries(Object.keys(dark).map((color) => [color, undefined])) as Theme;

export const themes: Readonly<Record<ThemeName, Theme>> = { dark, light, none };

/** A style in the theme's colours. Code within a line is told by its colour alone: without one it is underlined. */
export function lookOf(
  { color, ...attributes }: SpanStyle,
  theme: Theme,
): Omit<SpanStyle, 'color'> & { color?: AnsiColor | undefined } {
  const look = color && theme[color];
  return {
    ...attributes,
    ...(color === 'code' && look === undefined && { underline: true }),
    color: look,
  };
}
