// How many, in few characters.

/** `12`, `999+`. */
export function formatCount(count: number): string {
  return count > 999 ? '999+' : String(count);
}
