// Whether anybody sits here and looks: told to the server when keys stop for a while, and when they come again.

import type { Watching } from '../watching.ts';
import type { Client } from './client.ts';

export interface Idle {
  /** A key was pressed. */
  touch(): void;
  /** The terminal's window got or lost the keyboard. */
  focus(isFocused: boolean): void;
  /** The client is about to be stopped: nothing is seen until the next key. */
  sleep(): void;
  /** Before something counts as seen: whether keys stopped long ago, or the computer slept. */
  check(): void;
  /** After each login and reconnect. */
  remind(): void;
  stop(): void;
}

const beatMs = 5_000;
/** Whoever does not run for so long was stopped, or the computer slept with its lid closed. */
const asleepMs = 30_000;

/** @param afterMs without a key after which nobody sits here; null: never. */
export function createIdle(client: Client, afterMs: number | null): Idle {
  let timer: NodeJS.Timeout | null = null;
  let touchedAt = client.ports.now();
  let beatAt = touchedAt;
  let isIdle = false;

  const watch = (change: Partial<Watching>) => client.dispatch({ type: 'watching', change });

  const tell = (idle: boolean) => {
    isIdle = idle;
    if (client.state().me !== null) client.api().setIdle(idle);
    watch({ isIdle });
  };

  const check = () => {
    const now = client.ports.now();
    if (now - beatAt >= asleepMs) watch({ isAsleep: true });
    beatAt = now;
    if (afterMs !== null && !isIdle && now - touchedAt >= afterMs) tell(true);
  };

  // Looked at now and then, so that a key costs no timer.
  const wait = (ms: number) => {
    timer = setTimeout(() => {
      timer = null;
      const left = touchedAt + (afterMs ?? 0) - client.ports.now();
      if (left > 0) wait(left);
      else check();
    }, ms);
    timer.unref();
  };

  const touch = () => {
    const now = client.ports.now();
    [touchedAt, beatAt] = [now, now];
    const wasIdle = isIdle;
    if (wasIdle) tell(false);
    watch({ isAsleep: false, isFocused: true });
    if (wasIdle && afterMs !== null && timer === null) wait(afterMs);
  };

  if (afterMs !== null) wait(afterMs);
  const beat = setInterval(check, beatMs);
  beat.unref();
  return {
    touch,
    check,
    focus(isFocused) {
      if (isFocused) touch();
      else watch({ isFocused });
    },
    sleep: () => watch({ isAsleep: true }),
    remind() {
      if (isIdle) client.api().setIdle(true);
    },
    stop() {
      clearInterval(beat);
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
}
