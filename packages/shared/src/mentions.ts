// Whom a text calls.

import { limits } from './limits.ts';

const code = /```[\s\S]*?(?:```|$)|`[^`\n]*`/g;
const call = /(?<![\w@/.-])@([A-Za-z0-9](?:[A-Za-z0-9._-]{0,30}[A-Za-z0-9])?)/g;
const everybody = new Set(['room', 'all', 'everyone', 'here']);

/** The text with a space where code was: what stands in code calls nobody. */
export function hideCode(body: string): string {
  return body.includes('`') ? body.replace(code, ' ') : body;
}

/** Whom a text calls with `@name`, in lower case, and whether it calls the room; code calls nobody. */
export function findMentions(body: string): { names: string[]; callsRoom: boolean } {
  if (!body.includes('@')) return { names: [], callsRoom: false };
  const found = new Set<string>();
  for (const [, name = ''] of hideCode(body).matchAll(call)) {
    found.add(name.toLowerCase());
    if (found.size >= limits.mentionsPerMessage) break;
  }
  return {
    names: [...found].filter((name) => !everybody.has(name)),
    callsRoom: [...found].some((name) => everybody.has(name)),
  };
}
