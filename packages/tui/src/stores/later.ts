// What is written after `/later`: a time in words, and what is to be said then.

import { parseWhen } from '@parley/shared/when';
import { understandWhen } from './schedule.ts';

export type Later =
  | { readonly at: Date; readonly said: string; readonly body: string }
  | { readonly problem: string };

const example = '/later tomorrow 9:00 Good morning';
const mostWords = 8;

/** The longest beginning that is a time, or one in quotes. @param now milliseconds since the epoch. */
export function understandLater(written: string, now: number): Later {
  const { when, body } = splitLater(written.trim(), now);
  if (when === null) return { problem: `When? Write it like: ${example}` };
  const understood = understandWhen(when, now);
  if ('problem' in understood) return understood;
  if (body === '') return { problem: `And what? Write it like: ${example}` };
  return { at: understood.at, said: understood.said, body };
}

function splitLater(text: string, now: number): { when: string | null; body: string } {
  const [, quoted, rest = ''] = /^"([^"\n]+)"\s*([\s\S]*)$/u.exec(text) ?? [];
  if (quoted !== undefined) return { when: quoted, body: rest };
  const words = [...text.matchAll(/[^ \t\n]+(?:[ \t]+|\n|$)/gu)].slice(0, mostWords);
  for (let count = words.length; count > 0; count -= 1) {
    const when = words
      .slice(0, count)
      .map(([word]) => word)
      .join('');
    if (when.trimEnd().includes('\n') || parseWhen(when, new Date(now)) === null) continue;
    return { when: when.trim(), body: text.slice(when.length).trim() };
  }
  return { when: null, body: text };
}
