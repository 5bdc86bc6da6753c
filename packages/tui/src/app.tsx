// The interactive client: a store, what changes it, a window on it, and a terminal always given back.

import { randomUUID } from 'node:crypto';
import { sanitizeText } from '@parley/shared/text';
import { guardTerminal } from './app/guard.ts';
import { createKeptPosts } from './app/kept-posts.ts';
import { keepUnsent } from './app/kept-unsent.ts';
import { type Memory, memoryFiles, recall, remember } from './app/memory.ts';
import { type Mounted, mountWindow, type Streams } from './app/mount.tsx';
import { notifyOutside } from './app/notify-outside.ts';
import { createRemoteApi } from './app/remote-api.ts';
import type { ClientConfig } from './config/index.ts';
import { createKeymap } from './keymap/index.ts';
import {
  type AppState,
  type AppStore,
  type ClientApi,
  createAppState,
  createAppStore,
  createEffects,
  createKeys,
  type Ports,
  restoreDrafts,
  restoreLine,
  restoreReading,
  sayUnsent,
  unsentLines,
  windowTitle,
} from './stores/index.ts';
import {
  copyToClipboard,
  editInEditor,
  lendTerminal,
  openUrl,
  saveTitle,
  setTitle,
  stopUntilContinued,
  takeTerminal,
} from './terminal/index.ts';
import { type ThemeName, themeNames } from './theme/index.ts';

export interface RunOptions {
  readonly config: ClientConfig;
  /** The message to begin at: its address, or `#lobby#41`. */
  readonly open?: string;
  readonly streams?: Streams;
  /** Another way to reach servers, for tests. */
  readonly openApi?: (server: string, token: string | null) => ClientApi;
}

/**
 * Runs until the person quits. The alternate screen may have been entered already; it is left.
 * @returns the exit status.
 */
export async function runApp({
  config,
  open,
  streams = process,
  openApi = createRemoteApi,
}: RunOptions): Promise<number> {
  const { stdout } = streams;
  using guard = guardTerminal(stdout);
  const memory = await recall(config);
  const { awayAfter } = config.settings;
  const store = createAppStore(firstState(config, memory, stdout));
  let mounted: Mounted | undefined;
  const effects = createEffects(
    store,
    createPorts(config, {
      openApi,
      stdout,
      window: () => mounted,
      complain: (text) =>
        store.dispatch({ type: 'noticed', notice: { text: sanitizeText(text), tone: 'bad' } }),
      quit: () => guard.end({ kind: 'quit' }),
    }),
    {
      firstRoom: memory.snapshot?.roomId ?? null,
      firstPlace: open ?? null,
      unsent: linesToReturn(config, memory, store.getState()),
      notify: config.settings.notifications,
      idleAfterMs: awayAfter === 0 ? null : awayAfter * 60_000,
    },
  );
  const keys = createKeys(effects, store.getState().keymap);
  const unsent = keepUnsent(store, memoryFiles(config).unsent);
  const stopWatching = watchTerminal(store, stdout);
  stdout.write(saveTitle + takeTerminal);
  mounted = mountWindow(store, keys, streams);
  mounted.waitUntilExit().catch((error: unknown) => guard.end({ kind: 'crash', error }));
  effects.session
    .start(config.server)
    .catch((error: unknown) => guard.end({ kind: 'crash', error }));

  const ending = await guard.ended;
  stopWatching();
  await Promise.all([effects.keeping.keep(), unsent.stop()]);
  const farewell = sayUnsent(store.getState());
  effects.stop();
  mounted.unmount();
  await remember(config, store.getState());
  guard[Symbol.dispose]();
  if (farewell !== null) process.stderr.write(`parley: ${farewell}\n`);
  if (ending.kind === 'crash') process.stderr.write(`${describeCrash(ending.error)}\n`);
  return ending.kind === 'quit' ? 0 : ending.kind === 'crash' ? 1 : ending.exitCode;
}

function firstState(config: ClientConfig, memory: Memory, stdout: Streams['stdout']): AppState {
  const keymap = createKeymap(config.settings.keys);
  const wanted = themeNames.find((name) => name === config.settings.theme);
  const theme: ThemeName = config.environment.isColorful ? (wanted ?? 'dark') : 'none';
  const state = createAppState({ size: sizeOf(stdout), server: config.server, theme, keymap });
  const [warning] = keymap.warnings;
  const store = createAppStore(state);
  if (memory.snapshot !== null) {
    const { rooms: items, roomId } = memory.snapshot;
    store.dispatch(
      { type: 'rooms', input: { type: 'listed', items } },
      { type: 'route.reset', route: { name: 'room', roomId } },
    );
  }
  store.dispatch(...restoreDrafts(memory.unsent, config.server));
  const lines = unsentLines(memory.unsent, config.server);
  const mine = lines.filter(({ username }) => username === memory.snapshot?.username);
  store.dispatch(...mine.map(restoreLine));
  if (memory.reading !== null) store.dispatch(...restoreReading(memory.reading));
  if (warning !== undefined)
    store.dispatch({ type: 'noticed', notice: { text: warning, tone: 'bad' } });
  return store.getState();
}

/** What of the unsent lines stands in no room yet, as the rooms are not known. */
function linesToReturn({ server }: ClientConfig, { unsent }: Memory, { rooms }: AppState) {
  return unsentLines(unsent, server).filter(
    ({ roomId, clientId }) =>
      !rooms.get(roomId)?.outbox.some((pending) => pending.clientId === clientId),
  );
}

function createPorts(
  config: ClientConfig,
  outside: {
    openApi: NonNullable<RunOptions['openApi']>;
    stdout: Streams['stdout'];
    window(): Mounted | undefined;
    complain(text: string): void;
    quit(): void;
  },
): Ports {
  const { openApi, stdout, window, complain, quit } = outside;
  let hasComplained = false;
  const complainOnce = (text: string) => {
    if (!hasComplained) complain(text);
    hasComplained = true;
  };
  /** Gives the terminal to something else for a while. */
  const lend = (use: () => Promise<void>): Promise<void> => {
    const run = () => {
      stdout.write(lendTerminal);
      return use().finally(() => stdout.write(takeTerminal));
    };
    return window()?.suspend(run) ?? run();
  };
  return {
    now: Date.now,
    newId: randomUUID,
    openApi,
    normalizeServer: config.normalizeServer,
    findToken: async (server) => (await config.tokens.find(server))?.token ?? null,
    async keepToken(server, session) {
      if (session === null) return config.tokens.forget(server);
      await config.tokens.keep(server, session);
      await config.rememberServer(server);
    },
    keptPosts: createKeptPosts(config),
    copyText: (text) => void stdout.write(copyToClipboard(text)),
    async editText(text) {
      let edited = text;
      const editor = config.environment.editor ?? 'vi';
      await lend(async () => {
        edited = await editInEditor(text, { editor });
      });
      return edited;
    },
    suspend: () => lend(stopUntilContinued),
    openUrl: (url) => openUrl(url),
    notify: (notification) => notifyOutside(config, stdout, notification, complainOnce),
    redraw: () => window()?.redraw(),
    quit,
  };
}

/** Keeps the size and the title in step with the terminal. */
function watchTerminal(store: AppStore, stdout: Streams['stdout']): () => void {
  const onResize = () => store.dispatch({ type: 'resized', ...sizeOf(stdout) });
  let shown = '';
  const showTitle = () => {
    const title = windowTitle(store.getState());
    if (title === shown) return;
    shown = title;
    stdout.write(setTitle(title));
  };
  stdout.on('resize', onResize);
  const unsubscribe = store.subscribe(showTitle);
  return () => {
    stdout.off('resize', onResize);
    unsubscribe();
  };
}

function sizeOf({ columns, rows }: Streams['stdout']): { columns: number; rows: number } {
  return { columns: columns || 80, rows: rows || 24 };
}

function describeCrash(error: unknown): string {
  return `parley: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
