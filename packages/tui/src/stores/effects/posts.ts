// Posts: the live lists, and reading.

import type { PostView } from '@parley/shared/blog';
import type { Unsubscribe } from '../client-api.ts';
import type { PostFilter } from '../posts.ts';
import { parsePostEvent } from '../wire-events.ts';
import { attempt, type Client } from './client.ts';

export interface PostEffects {
  subscribe(): void;
  load(filter: PostFilter): void;
  loadMore(): void;
  /** Opens the reader, with what is known at once and the newest version when it comes. */
  open(postId: string): void;
  stop(): void;
}

const pageSize = 50;
const retryAfterMs = 2_000;

export function createPostEffects(client: Client): PostEffects {
  let unsubscribe: Unsubscribe | null = null;
  let retry: NodeJS.Timeout | null = null;
  const keep = (post: PostView) =>
    client.dispatch({ type: 'posts', input: { type: 'fetched', post } });

  const fetchList = (filter: PostFilter, cursor: string | null) => {
    client.dispatch({ type: 'posts', input: { type: 'asked', filter } });
    const query =
      filter === 'published'
        ? ({ published: true, sort: 'published' } as const)
        : ({ published: false, sort: 'newest' } as const);
    client
      .api()
      .listPosts({ ...query, perPage: pageSize, ...(cursor !== null && { cursor }) })
      .then(({ items, nextCursor }) => {
        const input = {
          type: 'loaded',
          filter,
          items,
          nextCursor,
          isMore: cursor !== null,
        } as const;
        client.dispatch({ type: 'posts', input });
      })
      .catch(() => client.dispatch({ type: 'posts', input: { type: 'failed', filter } }));
  };

  const refetch = (postId: string) =>
    attempt(client, 'Post', async () => keep(await client.api().getPost(postId)));

  const subscribe = () => {
    unsubscribe ??= client.api().onPosts({
      onEvent(delivery) {
        const event = parsePostEvent(delivery);
        if (event === undefined) return;
        // What happened while we were away is in the list, not among the events.
        if (event.type === 'posts.joined') return fetchList('published', null);
        client.batch.add({ type: 'posts', input: { type: 'wire', event } });
        if (event.type === 'post.updated' && client.state().posts.read.has(event.post.id)) {
          refetch(event.post.id);
        }
      },
      onError() {
        if (unsubscribe === null) return;
        unsubscribe = null;
        retry ??= setTimeout(() => {
          retry = null;
          if (client.state().connection.phase === 'online') subscribe();
        }, retryAfterMs);
      },
    });
  };

  return {
    subscribe,
    load: (filter) => fetchList(filter, null),
    loadMore() {
      const { filter, ...lists } = client.state().posts;
      const { state, nextCursor } = lists[filter];
      if (state === 'loaded' && nextCursor !== null) fetchList(filter, nextCursor);
    },
    open(postId) {
      client.dispatch({ type: 'route.pushed', route: { name: 'reader', postId } });
      refetch(postId);
    },
    stop() {
      if (retry !== null) clearTimeout(retry);
      retry = null;
      const end = unsubscribe;
      unsubscribe = null;
      end?.();
    },
  };
}
