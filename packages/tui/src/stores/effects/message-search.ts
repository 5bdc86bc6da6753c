// Searching messages as one types: asked once typing pauses, and whatever comes late falls away.

import type { AppState } from '../app-state.ts';
import {
  type MessageSearch,
  type MessageSearchInput,
  openMessageSearch,
  wantedWords,
} from '../message-search.ts';
import { toProblem } from '../problem.ts';
import { parseFoundMessages } from '../wire-search.ts';
import type { Client } from './client.ts';

export interface MessageSearchEffects {
  /** With no words, what was looked for last is there again. */
  open(text: string): void;
  /** Asks for what is typed, without waiting for a pause. */
  askNow(): void;
  loadMore(): void;
  stop(): void;
}

const pauseMs = 350;
const pageSize = 30;

export function createMessageSearch(client: Client): MessageSearchEffects {
  let timer: NodeJS.Timeout | null = null;
  let last: { search: MessageSearch; whose: string } | null = null;

  const whoAmI = ({ server, me }: AppState) => `${server} ${me?.id}`;
  const shown = (): MessageSearch | null => {
    const { overlay } = client.state();
    return overlay?.kind === 'find' ? overlay : null;
  };
  const tell = (input: MessageSearchInput) =>
    client.dispatch({ type: 'overlay', input: { type: 'find', input } });

  const heed = (state: AppState, before: AppState) => {
    const { overlay } = state;
    if (overlay?.kind !== 'find') return calm();
    last = { search: overlay, whose: whoAmI(state) };
    const known = before.overlay?.kind === 'find' ? before.overlay.input.text : null;
    if (overlay.input.text === known) return;
    calm();
    if (wantedWords(overlay) !== overlay.query) timer = setTimeout(askNow, pauseMs);
  };

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
    client
      .api()
      .searchMessages({ query, perPage: pageSize, ...(cursor !== null && { cursor }) })
      .then((answer) => {
        tell({ type: 'answered', asked, isMore: cursor !== null, ...parseFoundMessages(answer) });
      })
      .catch((error: unknown) => {
        const { message, fields } = toProblem(error);
        tell({ type: 'failed', asked, problem: fields.query?.[0] ?? message });
      });
  };

  const unsubscribe = client.store.subscribe(heed);
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
    loadMore() {
      const present = shown();
      if (present?.state !== 'loaded' || present.nextCursor === null) return;
      const { query, nextCursor } = present;
      tell({ type: 'asked', query });
      fetchPage(query, nextCursor);
    },
    stop() {
      unsubscribe();
      calm();
    },
  };
}
