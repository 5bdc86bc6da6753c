// Which keywords a message holds, asked of memory: sending costs nothing more while nobody has any.
//
// What is in memory is only which words there are; whose they are is asked by the statement that stores
// a message with one. So a word too many costs that statement and calls nobody. Who changes keywords
// tells every daemon which words may have come or gone, after the commit, and each reads these in the
// table. One reads at a time, and what is told meanwhile is read after it, so the last reading holds. All
// are read at first, and again whenever the bus may have lost something.

import { createKeywordIndex, type KeywordIndex } from '@parley/shared/keyword-match';
import type { PubSub } from '../pubsub/index.ts';
import type { Repo } from '../repo/index.ts';
import { keywordTopic } from './events.ts';

export interface KeywordFinder {
  /** Resolves when all keywords were read once; from then on `find` may be trusted. */
  load(): Promise<void>;
  /** Keywords of anybody in a message, folded, each once. */
  find(body: string): string[];
  /** Resolves when what was told up to now has been read. @throws when the database is away. */
  settle(): Promise<void>;
  stop(): void;
}

export function createKeywordFinder({
  repo: { sql },
  pubsub,
}: {
  repo: Repo;
  pubsub: PubSub;
}): KeywordFinder {
  let index: KeywordIndex | null = null;
  let isStale = true;
  const touched = new Set<string>();
  let reading: Promise<void> | null = null;

  async function readAll(): Promise<void> {
    isStale = false;
    touched.clear();
    try {
      const rows = await sql<{ folded: string }[]>`select distinct folded from keywords`;
      index = createKeywordIndex(rows.map(({ folded }) => folded));
    } catch (error) {
      isStale = true;
      throw error;
    }
  }

  async function readTouched(): Promise<void> {
    const asked = [...touched];
    touched.clear();
    try {
      const rows = await sql<{ folded: string }[]>`
        select distinct folded from keywords where folded = any(${asked}::text[])`;
      const present = new Set(rows.map(({ folded }) => folded));
      for (const word of asked) {
        if (present.has(word)) index!.add(word);
        else index!.delete(word);
      }
    } catch (error) {
      for (const word of asked) touched.add(word);
      throw error;
    }
  }

  async function read(): Promise<void> {
    try {
      while (isStale || touched.size > 0) {
        if (isStale) await readAll();
        else await readTouched();
      }
    } finally {
      reading = null;
    }
  }

  function settle(): Promise<void> {
    if (!isStale && touched.size === 0) return reading ?? Promise.resolve();
    reading ??= read();
    return reading;
  }

  /** While the database is away, the next message tries again. */
  const settleSoon = () => void settle().catch(() => {});

  const unsubscribe = pubsub.subscribe(
    keywordTopic,
    ({ words }) => {
      for (const word of words) touched.add(word);
      if (index) settleSoon();
    },
    () => {
      isStale = true;
      if (index) settleSoon();
    },
  );

  return {
    load: async () => (index ? undefined : settle()),
    find(body) {
      if (isStale || touched.size > 0) settleSoon();
      return !index || index.size === 0 ? [] : index.find(body);
    },
    settle,
    stop: unsubscribe,
  };
}
