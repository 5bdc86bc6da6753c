// JSON bodies, read strictly: what two parsers would read in two ways is refused.

import { DomainError } from '@parley/shared/errors';

/** Deeper than any input of ours by far. */
const deepest = 32;

/** @throws unreadable, with the reason. */
export function parseJson(bytes: Uint8Array): unknown {
  if (bytes.length === 0) return undefined;
  const text = decode(bytes);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new DomainError('unreadable', 'The body is not JSON.', { cause: error });
  }
  checkShape(text);
  return value;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new DomainError('unreadable', 'The body is not UTF-8.', { cause: error });
  }
}

/** Walks text that is known to be JSON, keeping the keys of every object that is open. */
function checkShape(text: string): void {
  const open: (Set<string> | null)[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '{' || char === '[') {
      open.push(char === '{' ? new Set() : null);
      if (open.length > deepest) {
        throw new DomainError('unreadable', 'The body is nested too deeply.');
      }
    } else if (char === '}' || char === ']') {
      open.pop();
    } else if (char === '"') {
      const end = findQuote(text, at + 1);
      let next = end + 1;
      while (/\s/.test(text.charAt(next))) next += 1;
      if (text[next] === ':') addKey(open.at(-1), JSON.parse(text.slice(at, end + 1)));
      at = next - 1;
    }
  }
}

function findQuote(text: string, from: number): number {
  let at = from;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

function addKey(keys: Set<string> | null | undefined, key: string): void {
  if (keys?.has(key)) throw new DomainError('unreadable', 'The body has a key twice.');
  keys?.add(key);
}
