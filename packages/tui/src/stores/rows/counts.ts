// How many, in few characters.

/** `12`, `999+`. */
export function formatCount(count: number): string {
  return count > 999 ? '999+' : String(count);
}

/** `1 comment`, `3 comments`. */
export function countWord(count: number, word: string, words = `${word}s`): string {
  return `${shortCount(count)} ${count === 1 ? word : words}`;
}

/** `812`, `12k`, `3M`. */
export function shortCount(count: number): string {
  if (count < 10_000) return String(count);
  return count < 1_000_000 ? `${Math.floor(count / 1_000)}k` : `${Math.floor(count / 1_000_000)}M`;
}
