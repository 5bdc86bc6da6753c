// The stable address of a message: `BASE/rooms/SLUG/SEQ`, where BASE is how the server is reached.

import { limits } from './limits.ts';

/** A message of a room, or the room itself. */
export interface Place {
  /** Its slug, also one that it had before, or its id. */
  readonly room: string;
  readonly seq: number | null;
}

const slug = `[a-z0-9](?:[a-z0-9_-]{0,${limits.roomSlug - 2}}[a-z0-9])?`;
const path = new RegExp(`^/rooms/(${slug})(?:/([1-9]\\d{0,14}))?/?$`, 'i');
const words = new RegExp(`^#?(${slug})(?:[#/]([1-9]\\d{0,14}))?$`, 'i');

export function permalinkOf(base: string, room: string, seq: number): string {
  return `${base.replace(/\/+$/, '')}/rooms/${encodeURIComponent(room)}/${seq}`;
}

/** The place that a path of a server names, without what stands before it; else null. */
export function readPlacePath(written: string): Place | null {
  return toPlace(path.exec(written));
}

/** `#lobby#41`, `lobby#41`, `lobby/41` or a room alone; else null. */
export function readPlaceWords(written: string): Place | null {
  return toPlace(words.exec(written));
}

function toPlace(match: RegExpExecArray | null): Place | null {
  const [, room, seq] = match ?? [];
  if (room === undefined) return null;
  return { room: room.toLowerCase(), seq: seq === undefined ? null : Number(seq) };
}
