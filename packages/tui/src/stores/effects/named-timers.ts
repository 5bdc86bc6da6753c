// Timers by name: one of a name runs at a time.

export interface NamedTimers {
  has(name: string): boolean;
  /** Begins anew what waits under the name. */
  start(name: string, delayMs: number, run: () => void): void;
  cancelAll(): void;
}

export function createNamedTimers(): NamedTimers {
  const timers = new Map<string, NodeJS.Timeout>();
  return {
    has: (name) => timers.has(name),
    start(name, delayMs, run) {
      clearTimeout(timers.get(name));
      timers.set(
        name,
        setTimeout(() => {
          timers.delete(name);
          run();
        }, delayMs),
      );
    },
    cancelAll() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
