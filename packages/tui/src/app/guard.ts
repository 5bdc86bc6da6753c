// The terminal is given back whatever happens: quitting, signals, crashes, a closed window.

import { writeSync } from 'node:fs';
import { restoreTerminal } from '../terminal/index.ts';

/** How the client came to its end. */
export type Ending =
  | { readonly kind: 'quit' }
  | { readonly kind: 'signal'; readonly exitCode: number }
  | { readonly kind: 'crash'; readonly error: unknown };

const signals = { SIGTERM: 143, SIGHUP: 129, SIGINT: 130 } as const;

export interface Guard extends Disposable {
  /** Resolves with the first thing that ends the client. */
  readonly ended: Promise<Ending>;
  end(ending: Ending): void;
}

/** Listens for every way to an end, until disposed. */
export function guardTerminal(stdout: NodeJS.WriteStream): Guard {
  const { promise: ended, resolve: end } = Promise.withResolvers<Ending>();
  const onError = (error: unknown) => end({ kind: 'crash', error });
  const handlers = Object.entries(signals).map(([signal, exitCode]) => {
    const handle = () => end({ kind: 'signal', exitCode });
    process.on(signal, handle);
    return () => process.off(signal, handle);
  });
  // The window is gone, so there is nobody to tell.
  const onLost = () => end({ kind: 'signal', exitCode: signals.SIGHUP });
  const onExit = () => restoreNow(stdout);
  process.on('uncaughtException', onError);
  process.on('unhandledRejection', onError);
  process.on('exit', onExit);
  stdout.on('error', onLost);
  let isDisposed = false;
  return {
    ended,
    end,
    [Symbol.dispose]() {
      // Once: the title is taken off a stack that is not only ours.
      if (isDisposed) return;
      isDisposed = true;
      for (const off of handlers) off();
      process.off('uncaughtException', onError);
      process.off('unhandledRejection', onError);
      process.off('exit', onExit);
      restoreNow(stdout);
    },
  };
}

// Past the stream's buffers: at an exit nothing else would be written any more.
function restoreNow(stdout: NodeJS.WriteStream): void {
  try {
    const { fd } = stdout as { fd?: number };
    if (fd === undefined) stdout.write(restoreTerminal);
    else writeSync(fd, restoreTerminal);
  } catch {
    // The terminal is gone; so is what was to be restored.
  }
}
