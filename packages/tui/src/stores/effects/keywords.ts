// The words that call me: kept on the server, known on all my devices.

import { foldText } from '@parley/shared/keyword-match';
import { parseKeywords } from '../wire-activity.ts';
import { attempt, type Client } from './client.ts';

export interface KeywordEffects {
  /** Asks for them; failing is harmless, as whoever comes back asks again. */
  load(): void;
  /** Another device set them, or this one. */
  hear(words: readonly string[]): void;
  open(): void;
  add(words: readonly string[]): void;
  remove(words: readonly string[]): void;
}

export function createKeywordEffects(client: Client): KeywordEffects {
  /** Of what was told last; an answer to an earlier question is older. */
  let told = 0;
  const tell = (words: readonly string[]) => {
    told += 1;
    client.dispatch({ type: 'keywords.told', words });
  };
  const read = async () => parseKeywords(await client.api().listKeywords());

  const load = async () => {
    const before = told;
    const words = await read();
    if (told === before) tell(words);
  };

  /** What another device did meanwhile is part of it. */
  const change = (run: (words: readonly string[]) => string[], said: string) =>
    attempt(client, 'Keywords', async () => {
      const words = run(await read());
      tell(parseKeywords(await client.api().setKeywords(words)));
      client.dispatch({ type: 'noticed', notice: { text: said, tone: 'good' } });
    });

  return {
    load() {
      load().catch(() => {});
    },
    hear: tell,
    open() {
      const overlay = { kind: 'keywords', selected: 0 } as const;
      client.dispatch({ type: 'overlay', input: { type: 'opened', overlay } });
      attempt(client, 'Keywords', load);
    },
    add: (words) =>
      change((known) => [...known, ...words], `Who says ${words.join(', ')} calls you.`),
    remove(words) {
      const gone = new Set(words.map(foldText));
      change(
        (known) => known.filter((word) => !gone.has(foldText(word))),
        `Who says ${words.join(', ')} calls you no more.`,
      );
    },
  };
}
