// The few sequences we send ourselves: the window's title, the clipboard, and undoing everything.

const ESC = '\u001b';

/** Remembers the present title, to be restored by `restoreTerminal`. */
export const saveTitle = `${ESC}[22;2t`;
const restoreTitle = `${ESC}[23;2t`;

/** Sets the window's title. Whatever could end or begin a sequence is dropped, wherever it comes from. */
export function setTitle(title: string): string {
  const inert = title.replace(/[\u0000-\u001f\u007f-\u009f]/gu, '').slice(0, 200);
  return `${ESC}]2;${inert}${ESC}\\`;
}

/** Puts text on the clipboard of the person's terminal, also over SSH (OSC 52). */
export function copyToClipboard(text: string): string {
  return `${ESC}]52;c;${Buffer.from(text, 'utf8').toString('base64')}${ESC}\\`;
}

const reportFocus = `${ESC}[?1004h`;
const reportNoFocus = `${ESC}[?1004l`;
// What is drawn beyond the last column stays there, instead of going on in the next row.
const keepInRow = `${ESC}[?7l`;
const wrapRows = `${ESC}[?7h`;

/** The terminal as the client needs it: it tells of the keyboard, and keeps to its rows. Undone by `restoreTerminal`. */
export const takeTerminal = reportFocus + keepInRow;
/** For while another program has the terminal, which would take the reports for keys. */
export const lendTerminal = reportNoFocus + wrapRows;

/**
 * Puts a terminal right whatever state we left it in: no paste marks, no reports, plain colours,
 * cursor shown, its own screen and title.
 */
export const restoreTerminal = [
  `${ESC}[?2026l`,
  `${ESC}[?2004l`,
  lendTerminal,
  `${ESC}[<u`,
  `${ESC}[0m`,
  `${ESC}[?25h`,
  `${ESC}[?1049l`,
  restoreTitle,
].join('');
