// Searching as one types: asked once typing pauses, and whatever comes late falls away.

import { toProblem } from '../problem.ts';
import { type WordSearch, type WordSearchInput, wantedWords } from '../word-search.ts';

export interface WordSearchEffects {
  /** To be told of every change of what is typed, and of a search that is there no more. */
  heed(search: WordSearch<unknown> | null): void;
  /** Asks for what is typed, without waiting for a pause. */
  askNow(): void;
  loadMore(): void;
  /** Asks no more for what was typed until something else is. */
  calm(): void;
}

const pauseMs = 350;

export function createWordSearch<Item>(options: {
  shown(): WordSearch<Item> | null;
  tell(input: WordSearchInput<Item>): void;
  fetchPage(question: {
    query: string;
    cursor?: string;
  }): Promise<{ items: readonly Item[]; nextCursor: string | null }>;
}): WordSearchEffects {
  const { shown, tell } = options;
  let timer: NodeJS.Timeout | null = null;

  const calm = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };

  const askNow = () => {
    calm();
    const present = shown();
    if (present === null) return;
    const query = wantedWords(present);
    tell({ type: 'asked', query });
    if (query !== '') fetchPage(query, null);
  };

  const fetchPage = (query: string, cursor: string | null) => {
    const asked = shown()?.asked ?? 0;
    options
      .fetchPage({ query, ...(cursor !== null && { cursor }) })
      .then((page) => tell({ type: 'answered', asked, isMore: cursor !== null, ...page }))
      .catch((error: unknown) => {
        const { message, fields } = toProblem(error);
        tell({ type: 'failed', asked, problem: fields.query?.[0] ?? message });
      });
  };

  return {
    heed(search) {
      calm();
      if (search === null || wantedWords(search) === search.query) return;
      timer = setTimeout(askNow, pauseMs);
    },
    askNow,
    loadMore() {
      const present = shown();
      if (present?.state !== 'loaded' || present.nextCursor === null) return;
      const { query, nextCursor } = present;
      tell({ type: 'asked', query });
      fetchPage(query, nextCursor);
    },
    calm,
  };
}
