// Which of the eight name colours a person has: always the same one, everywhere.

import type { NickColor } from './spans.ts';

const nickColors: readonly NickColor[] = [
  'nick1',
  'nick2',
  'nick3',
  'nick4',
  'nick5',
  'nick6',
  'nick7',
  'nick8',
];

/** The colour of a username, by an FNV-1a hash of it. */
export function nickColor(username: string): NickColor {
  let hash = 0x811c9dc5;
  for (let index = 0; index < username.length; index++) {
    hash = Math.imul(hash ^ username.charCodeAt(index), 0x01000193);
  }
  return nickColors[(hash >>> 0) % nickColors.length]!;
}
