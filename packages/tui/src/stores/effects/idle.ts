// Whether anybody sits here: told to the server once when keys stop for a while, and at once when they come again.

import type { Client } from './client.ts';

export interface Idle {
  /** A key was pressed. */
  touch(): void;
  /** After each login and reconnect. */
  remind(): void;
  stop(): void;
}

/** @param afterMs without a key after which nobody sits here; null: never. */
export function createIdle(client: Client, afterMs: number | null): Idle {
  let timer: NodeJS.Timeout | null = null;
  let touchedAt = client.ports.now();
  let isIdle = false;

  const tell = (idle: boolean) => {
    isIdle = idle;
    if (client.state().me !== null) client.api().setIdle(idle);
  };

  // Looked at now and then, so that a key costs no timer.
  const wait = (ms: number) => {
    timer = setTimeout(() => {
      timer = null;
      const left = touchedAt + (afterMs ?? 0) - client.ports.now();
      if (left > 0) wait(left);
      else tell(true);
    }, ms);
    timer.unref();
  };

  if (afterMs !== null) wait(afterMs);
  return {
    touch() {
      touchedAt = client.ports.now();
      if (!isIdle || afterMs === null) return;
      tell(false);
      wait(afterMs);
    },
    remind() {
      if (isIdle) client.api().setIdle(true);
    },
    stop() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
}
