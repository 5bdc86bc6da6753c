// What somebody may have meant who typed something else.

/** The nearest name within two slips of the finger, of several the one that begins alike; or undefined. */
export function suggest(written: string, names: Iterable<string>): string | undefined {
  let nearest: string | undefined;
  let least = 3;
  for (const name of names) {
    const counted = countSlips(written, name);
    if (counted > 2) continue;
    const slips = counted + (name[0] === written[0] ? 0 : 0.5);
    if (slips < least) [nearest, least] = [name, slips];
  }
  return nearest;
}

/** Levenshtein's distance: letters to insert, drop or change. */
function countSlips(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [at, letter] of from.split('').entries()) {
    const next = [at + 1];
    for (let index = 0; index < to.length; index += 1) {
      const changed = row[index]! + (letter === to[index] ? 0 : 1);
      next.push(Math.min(changed, row[index + 1]! + 1, next[index]! + 1));
    }
    row = next;
  }
  return row[to.length]!;
}
