// Drawing the window on a terminal, drawing it anew, and giving the terminal to others for a while.

import { render } from 'ink';
import { type AppStore, cursorCell, type KeyHandler } from '../stores/index.ts';
import { pinWidths } from '../terminal/index.ts';
import { hearFocus } from './focus-reports.ts';
import { type Suspend, Window } from './window.tsx';

export interface Streams {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
}

export interface Mounted {
  /** Draws everything anew, whatever else was written on the terminal. */
  redraw(): void;
  readonly suspend: Suspend;
  unmount(): void;
  /** Rejects with what a component threw. */
  waitUntilExit(): Promise<unknown>;
}

/** The same stream for Ink, which counts columns as we do and not as the terminal. */
function pinning(stdout: NodeJS.WriteStream): NodeJS.WriteStream {
  const write = (chunk: string | Uint8Array, ...rest: []) =>
    stdout.write(typeof chunk === 'string' ? pinWidths(chunk) : chunk, ...rest);
  return new Proxy(stdout, {
    get(target, name) {
      if (name === 'write') return write;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

const clearScreen = '\u001b[H\u001b[2J';

export function mountWindow(
  store: AppStore,
  keys: KeyHandler,
  { stdin, stdout }: Streams,
): Mounted {
  const stopHearing = hearFocus(stdin, keys.focus);
  let suspend: Suspend = (run) => run();
  const tree = () => (
    <Window
      store={store}
      keys={keys}
      onMounted={(tools) => {
        suspend = tools.suspend;
      }}
    />
  );
  // The first frame by hand is wiped and Ink's drawn in one write, so that nothing flickers.
  stdout.cork();
  stdout.write(clearScreen);
  const ink = render(tree(), {
    stdin,
    stdout: pinning(stdout),
    // Ink takes any CI variable for a reason not to draw, even when a person looks on.
    interactive: true,
    alternateScreen: true,
    incrementalRendering: true,
    exitOnCtrlC: false,
    patchConsole: false,
    // A key is to be seen at once; what the server sends is gathered in event-batch.ts.
    maxFps: 250,
    kittyKeyboard: { mode: 'auto' },
  });
  stdout.uncork();

  return {
    redraw() {
      // Ink erases its last frame from where it believes the cursor to be.
      const { rows } = store.getState().size;
      const { x, y } = cursorCell(store.getState()) ?? { x: 0, y: rows - 1 };
      stdout.write(`${clearScreen}\u001b[${y + 1};${x + 1}H`);
      ink.clear();
      ink.rerender(tree());
    },
    suspend: (run) => suspend(run),
    unmount() {
      stopHearing();
      ink.unmount();
    },
    waitUntilExit: ink.waitUntilExit,
  };
}
