// A person at a terminal in this process: the window on a headless terminal, keys, and what one sees.

import { PassThrough, Writable } from 'node:stream';

import xterm from '@xterm/headless';
import { mountWindow } from '../../src/app/mount.tsx';
import { createKeymap } from '../../src/keymap/index.ts';
import {
  type AppStore,
  createAppState,
  createAppStore,
  createEffects,
  createKeys,
  type KeptPost,
  type KeptPosts,
  type Notification,
  type NotifyRules,
  type Ports,
} from '../../src/stores/index.ts';
import type { FakeServer } from './fake-server.ts';
import { UnicodeGraphemesAddon } from './graphemes.ts';

export interface Seat extends AsyncDisposable {
  readonly store: AppStore;
  /** The rows on the screen, without the spaces at their ends. */
  screen(): string[];
  cursor(): { x: number; y: number };
  /** What stands in one column of a row. */
  cell(x: number, y: number): string;
  /** Presses keys as a terminal sends them. */
  type(text: string): void;
  resize(columns: number, rows: number): void;
  /** Waits until the screen shows it, and answers the screen. */
  sees(wanted: string | RegExp | ((screen: string[]) => boolean)): Promise<string[]>;
  /** Everything that was written to the terminal. */
  output(): string;
  readonly copied: string[];
  /** Addresses that were opened. */
  readonly opened: string[];
  /** What was told outside the window. */
  readonly notified: Notification[];
  readonly hasQuit: () => boolean;
}

export const keys = {
  enter: '\r',
  escape: '\x1b',
  tab: '\t',
  backTab: '\x1b[Z',
  up: '\x1b[A',
  down: '\x1b[B',
  pageUp: '\x1b[5~',
  pageDown: '\x1b[6~',
  backspace: '\x7f',
  alt: (letter: string) => `\x1b${letter}`,
  ctrl: (letter: string) => String.fromCharCode(letter.toLowerCase().charCodeAt(0) - 96),
  paste: (text: string) => `\x1b[200~${text}\x1b[201~`,
} as const;

/** The posts kept on a computer, without its disk. */
export function createKeptPostsInMemory(): KeptPosts {
  const kept = new Map<string, KeptPost>();
  return {
    async keep(post) {
      kept.set(post.key, post);
      return true;
    },
    forget: async (key) => void kept.delete(key),
    find: async () => [...kept.values()].reverse(),
  };
}

const patienceMs = 20_000;

class TtyIn extends PassThrough {
  readonly isTTY = true;
  setRawMode() {
    return this;
  }
  ref() {
    return this;
  }
  unref() {
    return this;
  }
}

export async function takeSeat(
  server: FakeServer,
  options: {
    token?: string;
    columns?: number;
    rows?: number;
    edit?: (text: string) => Promise<string>;
    /** What happens while the client is stopped. */
    suspend?: () => Promise<void>;
    /** A terminal with tables of widths from before there were emoji. */
    isOldTerminal?: boolean;
    /** What this computer keeps, to sit down at it again. */
    keptPosts?: KeptPosts;
    idleAfterMs?: number;
    notify?: NotifyRules;
    notifyPace?: { withinMs: number; waitMs: number };
    /** The message to begin at. */
    open?: string;
  } = {},
): Promise<Seat> {
  const { token = null, columns = 90, rows = 24, edit = async (text) => text } = options;
  const { keptPosts, suspend = async () => {}, isOldTerminal = false } = options;
  const emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  if (!isOldTerminal) emulator.loadAddon(new UnicodeGraphemesAddon());
  const watchers = new Set<() => void>();
  let output = '';
  const stdout = Object.assign(
    new Writable({
      decodeStrings: false,
      write(chunk, _encoding, done) {
        output += chunk;
        // The tty's line discipline would do this.
        emulator.write(String(chunk).replaceAll(/\r?\n/gu, '\r\n'), () => {
          for (const watch of [...watchers]) watch();
        });
        done();
      },
    }),
    { isTTY: true, columns, rows },
  );
  const stdin = new TtyIn();
  const copied: string[] = [];
  const opened: string[] = [];
  const notified: Notification[] = [];
  let hasQuit = false;
  let kept = token;
  const keymap = createKeymap();
  const size = { columns, rows };
  const store = createAppStore(
    createAppState({ size, server: 'http://test', theme: 'dark', keymap }),
  );
  const ports: Ports = {
    now: Date.now,
    newId: (() => {
      let count = 0;
      return () => `client-${token}-${++count}`;
    })(),
    normalizeServer: (written) => written,
    openApi: server.openApi,
    findToken: async () => kept,
    keepToken: async (_server, session) => {
      kept = session?.token ?? null;
    },
    keptPosts: keptPosts ?? createKeptPostsInMemory(),
    copyText: (text) => void copied.push(text),
    notify: (notification) => void notified.push(notification),
    openUrl: async (url) => void opened.push(url),
    editText: edit,
    suspend,
    redraw: () => mounted.redraw(),
    quit: () => {
      hasQuit = true;
    },
  };
  // Ten times as fast as with people, who would not see the screens in between.
  const pace = { keep: 100, pause: 120, save: 300, retry: 500 };
  const { idleAfterMs = null, open: firstPlace = null, notify, notifyPace } = options;
  const given = { pace, idleAfterMs, firstPlace, notify, notifyPace };
  const effects = createEffects(store, ports, given);
  const mounted = mountWindow(store, createKeys(effects, keymap), {
    stdin: stdin as unknown as NodeJS.ReadStream,
    stdout: stdout as unknown as NodeJS.WriteStream,
  });
  await effects.session.start('http://test');

  const screen = () => {
    const buffer = emulator.buffer.active;
    return Array.from({ length: emulator.rows }, (_, row) =>
      (buffer.getLine(row)?.translateToString(true, 0, emulator.cols) ?? '').trimEnd(),
    );
  };

  return {
    store,
    screen,
    copied,
    opened,
    notified,
    output: () => output,
    hasQuit: () => hasQuit,
    cursor: () => ({ x: emulator.buffer.active.cursorX, y: emulator.buffer.active.cursorY }),
    cell: (x, y) => emulator.buffer.active.getLine(y)?.getCell(x)?.getChars() ?? '',
    type: (text) => void stdin.write(text),
    resize(nextColumns, nextRows) {
      emulator.resize(nextColumns, nextRows);
      Object.assign(stdout, { columns: nextColumns, rows: nextRows });
      store.dispatch({ type: 'resized', columns: nextColumns, rows: nextRows });
      stdout.emit('resize');
    },
    sees(wanted) {
      const isSeen = () => {
        const shown = screen();
        if (typeof wanted === 'function') return wanted(shown);
        const text = shown.join('\n');
        return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
      };
      return new Promise((resolve, reject) => {
        const check = () => {
          if (!isSeen()) return;
          watchers.delete(check);
          clearTimeout(late);
          resolve(screen());
        };
        const late = setTimeout(() => {
          watchers.delete(check);
          reject(new Error(`never saw ${wanted}:\n${screen().join('\n')}`));
        }, patienceMs);
        watchers.add(check);
        check();
      });
    },
    async [Symbol.asyncDispose]() {
      effects.stop();
      mounted.unmount();
      await mounted.waitUntilExit().catch(() => {});
      emulator.dispose();
    },
  };
}
