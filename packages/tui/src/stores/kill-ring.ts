// The kill ring: what Ctrl+W, Ctrl+U and their kin cut off, newest last, for yank and yank-pop.

const ringSize = 32;

export interface KillRing {
  readonly entries: readonly string[];
  /** Steps that yank-pop has gone back from the newest entry. */
  readonly offset: number;
}

export const emptyKillRing: KillRing = { entries: [], offset: 0 };

export interface Kill {
  text: string;
  direction: 'back' | 'forward';
  /** True right after another kill: the pieces then make one entry. */
  isContinued: boolean;
}

/** The ring with one more cut; consecutive cuts grow one entry in the order of the text. */
export function pushKill(ring: KillRing, { text, direction, isContinued }: Kill): KillRing {
  const newest = ring.entries.at(-1);
  if (!isContinued || newest === undefined) {
    return { entries: [...ring.entries, text].slice(-ringSize), offset: 0 };
  }
  const grown = direction === 'back' ? text + newest : newest + text;
  return { entries: [...ring.entries.slice(0, -1), grown], offset: 0 };
}

/** What yank inserts; undefined while nothing was ever cut. */
export function currentKill({ entries, offset }: KillRing): string | undefined {
  return entries[entries.length - 1 - offset];
}

/** The ring turned to the next older entry, and from the oldest to the newest. */
export function rotateKillRing(ring: KillRing): KillRing {
  return { ...ring, offset: (ring.offset + 1) % Math.max(1, ring.entries.length) };
}

/** The ring turned to its newest entry. */
export function rewindKillRing(ring: KillRing): KillRing {
  return ring.offset === 0 ? ring : { ...ring, offset: 0 };
}
