// How long a text takes to read.

const wordsPerMinute = 220;
const hanPerMinute = 450;

/** Whole minutes, at least one. Han and kana have no spaces and are counted by the character. */
export function readingMinutes(text: string): number {
  const han = text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu)?.length ?? 0;
  const words = text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
  return Math.max(1, Math.round(words / wordsPerMinute + han / hanPerMinute));
}
