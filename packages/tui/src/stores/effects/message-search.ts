// Searching messages as one types; what was looked for last is there again when one comes back.

import type { AppState } from '../app-state.ts';
import { type MessageSearch, openMessageSearch } from '../message-search.ts';
import { parseFoundMessages } from '../wire-search.ts';
import type { Client } from './client.ts';
import { createWordSearch } from './word-search.ts';

export interface MessageSearchEffects {
  /** With no words, what was looked for last is there again. */
  open(text: string): void;
  /** Asks for what is typed, without waiting for a pause. */
  askNow(): void;
  loadMore(): void;
  stop(): void;
}

const pageSize = 30;

export function createMessageSearch(client: Client): MessageSearchEffects {
  let last: { search: MessageSearch; whose: string } | null = null;
  const whoAmI = ({ server, me }: AppState) => `${server} ${me?.id}`;
  const findIn = ({ overlay }: AppState): MessageSearch | null =>
    overlay?.kind === 'find' ? overlay : null;

  const { heed, askNow, loadMore, calm } = createWordSearch({
    shown: () => findIn(client.state()),
    tell: (input) => client.dispatch({ type: 'overlay', input: { type: 'find', input } }),
    fetchPage: async (question) =>
      parseFoundMessages(await client.api().searchMessages({ ...question, perPage: pageSize })),
  });

  const unsubscribe = client.store.subscribe((state, before) => {
    const search = findIn(state);
    if (search !== null) last = { search, whose: whoAmI(state) };
    if (search?.input.text !== findIn(before)?.input.text) heed(search);
  });
  return {
    open(text) {
      const isMine = last?.whose === whoAmI(client.state());
      // What was on its way when it was closed never came.
      const again = isMine && text === '' && last?.search.state === 'loaded' ? last.search : null;
      const overlay = again ?? openMessageSearch(text);
      client.dispatch({ type: 'overlay', input: { type: 'opened', overlay } });
      if (text !== '') askNow();
    },
    askNow,
    loadMore,
    stop() {
      unsubscribe();
      calm();
    },
  };
}
