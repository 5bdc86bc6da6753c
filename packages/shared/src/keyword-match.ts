// Finding keywords in texts: whole words, without regard to case and accents.
//
// Both sides are folded. The index has each keyword under its first word, so a text is cut into words
// once, and each is looked up; only where a first word stands are whole keywords looked up, one for each
// length that there is. So a text costs little more the more keywords there are, whoever chose them.
// Scripts without spaces between words are cut into characters, as Unicode's rules of words have it.

import { hideCode } from './mentions.ts';

const seamless = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}`;
const letter = String.raw`[[\p{L}\p{N}_]--[${seamless}]]`;
const inWord = String.raw`[[\p{L}\p{N}\p{M}_]--[${seamless}]]`;
const word = new RegExp(String.raw`${letter}${inWord}*|[[${seamless}]&&[\p{L}\p{N}]]\p{M}*`, 'gv');
/** Matches where a word goes on. */
const middle = new RegExp(String.raw`\p{M}|(?<=${inWord})${inWord}`, 'vy');

const accents = /[\u0300-\u036f]/g;
const isAscii = (text: string): boolean => /^[\0-\x7f]*$/.test(text);

/** The text as keywords are compared. What is stored so has to be folded anew if this rule changes. */
export function foldText(text: string): string {
  if (isAscii(text)) return text.toLowerCase().replace(/\s/g, ' ');
  const bare = text.normalize('NFKD').replace(accents, '').normalize('NFC');
  return bare.toLowerCase().replaceAll('ς', 'σ').replace(/\s/g, ' ');
}

/** Where a keyword stands in a text. */
export interface KeywordPlace {
  readonly start: number;
  readonly end: number;
}

/** Folded keywords, ready to be looked for. */
export interface KeywordIndex {
  readonly size: number;
  add(keyword: string): void;
  delete(keyword: string): void;
  /** Those that a message holds outside code, each once. */
  find(body: string): string[];
  /** Where any of them stands in a piece of text, in order and without overlaps. */
  findPlaces(text: string): KeywordPlace[];
}

export function createKeywordIndex(keywords: Iterable<string> = []): KeywordIndex {
  const known = new Set<string>();
  /** By what keywords begin with, up to the end of their first word: how many of each length there are. */
  const lengthsOf = new Map<string, Map<number, number>>();
  /** How much stands in front of first words: nothing, or such as the dot of `.net`. */
  const leads = new Set<number>();

  function startOf(keyword: string): { start: string; lead: number } {
    const [first] = keyword.matchAll(word);
    if (!first) return { start: '', lead: 0 };
    return { start: keyword.slice(0, first.index + first[0].length), lead: first.index };
  }

  function add(keyword: string): void {
    const { start, lead } = startOf(keyword);
    if (start === '' || known.has(keyword)) return;
    const { length } = keyword;
    const lengths = lengthsOf.get(start) ?? new Map<number, number>();
    lengthsOf.set(start, lengths.set(length, (lengths.get(length) ?? 0) + 1));
    known.add(keyword);
    leads.add(lead);
  }

  function remove(keyword: string): void {
    if (!known.delete(keyword)) return;
    const { start } = startOf(keyword);
    const { length } = keyword;
    const lengths = lengthsOf.get(start)!;
    const others = lengths.get(length)! - 1;
    if (others > 0) lengths.set(length, others);
    else lengths.delete(length);
    if (lengths.size === 0) lengthsOf.delete(start);
  }

  function* eachHit(folded: string): Generator<KeywordPlace & { keyword: string }> {
    for (const { 0: first, index } of folded.matchAll(word)) {
      for (const lead of leads) {
        const start = index - lead;
        if (start < 0) continue;
        const lengths = lengthsOf.get(folded.slice(start, index + first.length));
        for (const length of lengths?.keys() ?? []) {
          const keyword = folded.slice(start, start + length);
          if (!known.has(keyword)) continue;
          middle.lastIndex = start + length;
          if (!middle.test(folded)) yield { keyword, start, end: start + length };
        }
      }
    }
  }

  for (const keyword of keywords) add(keyword);
  return {
    get size() {
      return known.size;
    },
    add,
    delete: remove,
    find(body) {
      if (known.size === 0) return [];
      const found = new Set<string>();
      for (const { keyword } of eachHit(foldText(hideCode(body)))) found.add(keyword);
      return [...found];
    },
    findPlaces(text) {
      if (known.size === 0) return [];
      const { folded, places } = foldWithPlaces(text);
      const found: KeywordPlace[] = [];
      const hits = [...eachHit(folded)].sort((a, b) => a.start - b.start || b.end - a.end);
      for (const hit of hits) {
        const [start, end] = [places(hit.start), places(hit.end)];
        if (start >= (found.at(-1)?.end ?? 0)) found.push({ start, end });
      }
      return found;
    },
  };
}

/** With where each folded character came from. */
function foldWithPlaces(text: string): { folded: string; places: (at: number) => number } {
  if (isAscii(text)) return { folded: foldText(text), places: (at) => at };
  const from: number[] = [];
  let folded = '';
  let index = 0;
  for (const character of text) {
    const piece = foldText(character);
    for (let count = 0; count < piece.length; count += 1) from.push(index);
    folded += piece;
    index += character.length;
  }
  return { folded, places: (at) => from[at] ?? text.length };
}
