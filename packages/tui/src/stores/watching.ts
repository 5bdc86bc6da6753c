// Whether somebody looks at the screen, as far as a terminal can know.

export interface Watching {
  /** No key came for as long as one set; others see it. */
  readonly isIdle: boolean;
  /** The terminal's window has the keyboard; also where the terminal does not tell. */
  readonly isFocused: boolean;
  /** The computer slept, or the client was stopped, and no key came since. */
  readonly isAsleep: boolean;
}

export const initialWatching: Watching = { isIdle: false, isFocused: true, isAsleep: false };

/** The same object when nothing changes: each key says that somebody is here. */
export function changeWatching(watching: Watching, change: Partial<Watching>): Watching {
  const next = { ...watching, ...change };
  const { isIdle, isFocused, isAsleep } = watching;
  const isSame =
    next.isIdle === isIdle && next.isFocused === isFocused && next.isAsleep === isAsleep;
  return isSame ? watching : next;
}

/** What is on the screen is seen. */
export function isWatched({ watching }: { readonly watching: Watching }): boolean {
  return !watching.isIdle && watching.isFocused && !watching.isAsleep;
}
