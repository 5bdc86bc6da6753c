// Events from the wire gathered into few changes: keys draw at once, floods at most 30 times a second.

import type { AppEvent } from './app-state.ts';

const flushEveryMs = 34;
/** Beyond it we draw late rather than hold ever more. */
const heldAtMost = 5_000;

export interface EventBatch {
  add(event: AppEvent): void;
  /** Delivers what is held, now. */
  flush(): void;
  stop(): void;
}

/** The first event after a pause goes through at once; those that follow within 34 ms go together. */
export function createEventBatch(deliver: (events: AppEvent[]) => void): EventBatch {
  let held: AppEvent[] = [];
  let timer: NodeJS.Timeout | null = null;

  const flush = () => {
    if (held.length === 0) return;
    const events = held;
    held = [];
    deliver(events);
  };
  const rest = () => {
    timer = setTimeout(() => {
      timer = null;
      if (held.length === 0) return;
      flush();
      rest();
    }, flushEveryMs);
  };
  return {
    add(event) {
      held.push(event);
      if (timer === null) {
        flush();
        rest();
      } else if (held.length >= heldAtMost) flush();
    },
    flush,
    stop() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      held = [];
    },
  };
}
