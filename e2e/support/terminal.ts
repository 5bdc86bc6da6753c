// A real terminal for tests: a pty with a program in it, and the screen that a person would see.

import xterm from '@xterm/headless';
import { spawn } from 'node-pty';
import { UnicodeGraphemesAddon } from '../../packages/tui/test/support/graphemes.ts';
import { cleanEnvironment } from './daemon.ts';

export const keys = {
  enter: '\r',
  escape: '\x1b',
  tab: '\t',
  up: '\x1b[A',
  down: '\x1b[B',
  right: '\x1b[C',
  left: '\x1b[D',
  pageUp: '\x1b[5~',
  pageDown: '\x1b[6~',
  backspace: '\x7f',
  ctrl: (letter: string) => String.fromCharCode(letter.toLowerCase().charCodeAt(0) - 96),
  paste: (text: string) => `\x1b[200~${text}\x1b[201~`,
} as const;

export interface TerminalOptions {
  command: string;
  args: string[];
  env?: NodeJS.ProcessEnv;
  columns?: number;
  rows?: number;
}

export interface Terminal extends AsyncDisposable {
  readonly pid: number;
  /** The visible rows, right-trimmed. */
  screen(): string[];
  /** Everything that was written to the terminal, byte by byte. */
  output(): string;
  title(): string;
  cursor(): { x: number; y: number };
  isAlternate(): boolean;
  write(text: string): void;
  resize(columns: number, rows: number): void;
  /** Waits until the screen shows the text (or the test of it holds) and answers the screen. */
  waitFor(wanted: string | RegExp | ((screen: string[]) => boolean)): Promise<string[]>;
  /** The exit status, once the program has ended and its last output is on the screen. */
  readonly exited: Promise<number>;
  kill(signal?: string): void;
}

const patienceMs = 30_000;

export function openTerminal(options: TerminalOptions): Terminal {
  const { command, args, columns = 80, rows = 24 } = options;
  const emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  emulator.loadAddon(new UnicodeGraphemesAddon());
  let title = '';
  emulator.onTitleChange((next) => {
    title = next;
  });
  const pty = spawn(command, args, {
    name: 'xterm-256color',
    cols: columns,
    rows,
    env: { ...cleanEnvironment(), TERM: 'xterm-256color', ...options.env } as Record<
      string,
      string
    >,
  });
  // The emulator answers queries (cursor position, device attributes) as a real terminal does.
  emulator.onData((data) => pty.write(data));

  let output = '';
  let written = Promise.resolve();
  const watchers = new Set<() => void>();
  pty.onData((data) => {
    output += data;
    written = new Promise((resolve) => {
      emulator.write(data, () => {
        resolve();
        for (const watch of watchers) watch();
      });
    });
  });
  let isExited = false;
  const exited = new Promise<number>((resolve) => {
    pty.onExit(({ exitCode, signal }) => {
      isExited = true;
      void written.then(() => resolve(signal ? 128 + signal : exitCode));
    });
  });

  function screen(): string[] {
    const buffer = emulator.buffer.active;
    return Array.from({ length: emulator.rows }, (_, row) =>
      (
        buffer.getLine(buffer.baseY + row)?.translateToString(true, 0, emulator.cols) ?? ''
      ).trimEnd(),
    );
  }

  /** A frame that has begun and not ended; terminals that know these marks show none in parts either. */
  const isDrawing = () =>
    !isExited && output.lastIndexOf('\u001b[?2026h') > output.lastIndexOf('\u001b[?2026l');

  function matches(wanted: string | RegExp | ((screen: string[]) => boolean)): boolean {
    const lines = screen();
    if (typeof wanted === 'function') return wanted(lines);
    const text = lines.join('\n');
    return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
  }

  return {
    pid: pty.pid,
    screen,
    output: () => output,
    title: () => title,
    cursor: () => ({ x: emulator.buffer.active.cursorX, y: emulator.buffer.active.cursorY }),
    isAlternate: () => emulator.buffer.active.type === 'alternate',
    write: (text) => pty.write(text),
    resize(nextColumns, nextRows) {
      emulator.resize(nextColumns, nextRows);
      pty.resize(nextColumns, nextRows);
    },
    waitFor(wanted) {
      return new Promise((resolve, reject) => {
        const finish = (settle: () => void) => {
          watchers.delete(check);
          clearTimeout(timer);
          settle();
        };
        const check = () => {
          if (!isDrawing() && matches(wanted)) finish(() => resolve(screen()));
        };
        const timer = setTimeout(
          () =>
            finish(() =>
              reject(new Error(`never saw ${String(wanted)} on the screen:\n${frame(screen())}`)),
            ),
          patienceMs,
        );
        watchers.add(check);
        check();
      });
    },
    exited,
    kill: (signal = 'SIGKILL') => pty.kill(signal),
    async [Symbol.asyncDispose]() {
      if (!isExited) pty.kill('SIGKILL');
      await exited;
      emulator.dispose();
    },
  };
}

function frame(lines: string[]): string {
  return lines.map((line) => `│${line}`).join('\n');
}
