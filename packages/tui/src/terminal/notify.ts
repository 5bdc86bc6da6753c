// Notifying outside the window: the bell, the terminal's own notifications, and a program of the person's.

import { spawn } from 'node:child_process';

const ESC = '\u001b';

export const bell = '\u0007';

export interface Told {
  readonly title: string;
  readonly body: string;
}

/** OSC 9 (iTerm2, kitty, Windows Terminal …) or OSC 777 (urxvt, foot, Ghostty …); all in it is inert. */
export function desktopNotification(kind: 'osc9' | 'osc777', { title, body }: Told): string {
  const inert = (text: string) =>
    text.replace(/[\u0000-\u001f\u007f-\u009f;]/gu, ' ').slice(0, 300);
  return kind === 'osc9'
    ? `${ESC}]9;${inert(title)}: ${inert(body)}${ESC}\\`
    : `${ESC}]777;notify;${inert(title)};${inert(body)}${ESC}\\`;
}

/** Through tmux to the terminal around it, where tmux is set to `allow-passthrough on`; else it drops it. */
export function throughTmux(sequence: string): string {
  return `${ESC}Ptmux;${sequence.replaceAll(ESC, ESC + ESC)}${ESC}\\`;
}

const longestMs = 10_000;

/**
 * Starts the program with one JSON object on its stdin, and never through a shell. Never fails.
 * @param onMissing told why the program could not be started.
 */
export function tellProgram(
  command: readonly string[],
  told: object,
  onMissing: (problem: string) => void = () => {},
): void {
  const [program, ...args] = command;
  if (program === undefined) return;
  const child = spawn(program, args, {
    stdio: ['pipe', 'ignore', 'ignore'],
    timeout: longestMs,
    killSignal: 'SIGKILL',
  });
  child.on('error', ({ code }: NodeJS.ErrnoException) => {
    if (child.pid !== undefined) return;
    const why = code === 'ENOENT' ? 'there is no such program' : 'it may not be run';
    onMissing(`${program} is not told of messages: ${why}.`);
  });
  // It may end without reading; that is for its owner to find out.
  child.stdin.on('error', () => {});
  child.stdin.end(`${JSON.stringify(told)}\n`);
  child.unref();
}
