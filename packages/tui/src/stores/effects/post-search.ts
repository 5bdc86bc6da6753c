// Searching as one types: asked once typing pauses, and whatever comes late falls away.

import type { AppState } from '../app-state.ts';
import type { PostSearchInput } from '../post-search.ts';
import { wantedQuery } from '../post-search.ts';
import { toProblem } from '../problem.ts';
import { parseFoundPage } from '../wire-posts.ts';
import type { Client } from './client.ts';

export interface PostSearchEffects {
  /** Asks for what is typed, without waiting for a pause. */
  askNow(): void;
  loadMore(): void;
  /** Asks no more for what was typed until something else is. */
  stop(): void;
}

const pauseMs = 350;
const pageSize = 50;

export function createPostSearch(client: Client): PostSearchEffects {
  let timer: NodeJS.Timeout | null = null;
  const search = () => client.state().posts.search;
  const tell = (input: PostSearchInput) =>
    client.dispatch({ type: 'posts', input: { type: 'search', input } });

  const heed = (state: AppState, before: AppState) => {
    const text = state.posts.search?.input.text;
    if (text === before.posts.search?.input.text) return;
    calm();
    const { search: present } = state.posts;
    if (present === null || wantedQuery(present) === present.query) return;
    timer = setTimeout(askNow, pauseMs);
  };

  const calm = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };

  const askNow = () => {
    calm();
    const present = search();
    if (present === null) return;
    const query = wantedQuery(present);
    tell({ type: 'asked', query });
    if (query !== '') fetchPage(query, null);
  };

  const fetchPage = (query: string, cursor: string | null) => {
    const asked = search()?.asked ?? 0;
    client
      .api()
      .searchPosts({ query, perPage: pageSize, ...(cursor !== null && { cursor }) })
      .then((answer) => {
        tell({ type: 'answered', asked, isMore: cursor !== null, ...parseFoundPage(answer) });
      })
      .catch((error: unknown) => {
        const { message, fields } = toProblem(error);
        tell({ type: 'failed', asked, problem: fields.query?.[0] ?? message });
      });
  };

  client.store.subscribe(heed);
  return {
    askNow,
    loadMore() {
      const present = search();
      if (present?.state !== 'loaded' || present.nextCursor === null) return;
      const { query, nextCursor } = present;
      tell({ type: 'asked', query });
      fetchPage(query, nextCursor);
    },
    stop: calm,
  };
}
