// The lists of posts: fetched page by page, and kept live by one subscription.

import type { ListPostsInput, PostListItem } from '@parley/shared/blog';
import { limits } from '@parley/shared/limits';
import { currentRoute } from '../../router/index.ts';
import type { Unsubscribe } from '../client-api.ts';
import { isNoFilter, type PostFilter } from '../post-filter.ts';
import type { PostTab } from '../posts.ts';
import { toProblem } from '../problem.ts';
import { parsePostEvent, parsePostPage } from '../wire-posts.ts';
import type { Client } from './client.ts';

export interface PostListEffects {
  subscribe(): void;
  /** Shows a list and fetches it anew. */
  show(tab: PostTab): void;
  /** Narrows the published posts to what fits. */
  filter(filter: PostFilter): void;
  /** Fetches what is shown anew, such as after a failure. */
  reload(): void;
  loadMore(): void;
  stop(): void;
}

const pageSize = 50;
const retryAfterMs = 2_000;
/** What was paged in before a reload is fetched again, up to this many posts. */
const reloadedAtMost = 1_000;

/**
 * @param onChanged told of posts that somebody published or changed.
 * @param onJoined told when events come again after they may have been missed.
 */
export function createPostLists(
  client: Client,
  { onChanged, onJoined }: { onChanged(post: PostListItem): void; onJoined(): void },
): PostListEffects {
  let unsubscribe: Unsubscribe | null = null;
  let retry: NodeJS.Timeout | null = null;

  const queryOf = (tab: PostTab): NonNullable<ListPostsInput> => {
    if (tab === 'published') return { published: true, sort: 'published' };
    if (tab === 'mine') return { published: false, sort: 'newest' };
    const { author, tags, sort } = client.state().posts.filter;
    return { published: true, sort, tags: [...tags], ...(author !== null && { author }) };
  };

  /** Asks, and tells the list what came of it. */
  const ask = (tab: PostTab, { isMore }: { isMore: boolean }) => {
    client.dispatch({ type: 'posts', input: { type: 'asked', tab } });
    const { items: known, nextCursor, asked } = client.state().posts[tab];
    const fetched = isMore ? fetchSome(tab, { from: nextCursor }) : fetchAnew(tab, known.length);
    fetched
      .then((page) => {
        const input = { type: 'loaded', tab, asked, isMore, ...page } as const;
        client.dispatch({ type: 'posts', input });
      })
      .catch((error: unknown) => {
        const problem = toProblem(error).message;
        client.dispatch({ type: 'posts', input: { type: 'failed', tab, asked, problem } });
      });
  };

  const fetchSome = async (
    tab: PostTab,
    { from, perPage = pageSize }: { from: string | null; perPage?: number },
  ) => {
    const cursor = from === null ? {} : { cursor: from };
    return parsePostPage(await client.api().listPosts({ ...queryOf(tab), perPage, ...cursor }));
  };

  // As far as it was known, so that nobody who has paged down loses the place.
  const fetchAnew = async (tab: PostTab, known: number) => {
    const wanted = Math.min(known, reloadedAtMost);
    const perPage = wanted > pageSize ? limits.pageMax : pageSize;
    const first = await fetchSome(tab, { from: null, perPage });
    const items = [...first.items];
    let { nextCursor } = first;
    while (nextCursor !== null && items.length < wanted) {
      const page = await fetchSome(tab, { from: nextCursor, perPage });
      items.push(...page.items);
      nextCursor = page.items.length === 0 ? null : page.nextCursor;
    }
    return { items, nextCursor };
  };

  const reload = () => {
    const { tab } = client.state().posts;
    ask(tab, { isMore: false });
  };

  // What happened while we were away is in the lists, not among the events.
  const catchUp = () => {
    const { tab, mine } = client.state().posts;
    const isShown = currentRoute(client.state().routes).name === 'posts';
    onJoined();
    ask('published', { isMore: false });
    if (tab !== 'published' && (isShown || tab === 'filtered')) reload();
    if (tab !== 'mine' && mine.state !== 'new') ask('mine', { isMore: false });
  };

  const subscribe = () => {
    unsubscribe ??= client.api().onPosts({
      onEvent(delivery) {
        const event = parsePostEvent(delivery);
        if (event === undefined) return;
        if (event.type === 'posts.joined') return catchUp();
        client.batch.add({ type: 'posts', input: { type: 'wire', event } });
        if (event.type === 'post.published' || event.type === 'post.updated') onChanged(event.post);
        // Of one of mine only the server knows what it has become.
        if (event.type === 'post.unpublished' && client.state().posts.mine.state !== 'new') {
          ask('mine', { isMore: false });
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
    reload,
    show(tab) {
      client.dispatch({ type: 'posts', input: { type: 'shown', tab } });
      if (client.state().posts[tab].state !== 'loading') reload();
    },
    filter(filter) {
      client.dispatch({ type: 'posts', input: { type: 'filtered', filter } });
      if (!isNoFilter(filter) || client.state().posts.published.state !== 'loading') reload();
    },
    loadMore() {
      const { tab, ...lists } = client.state().posts;
      const { state, nextCursor } = lists[tab];
      if (state === 'loaded' && nextCursor !== null) ask(tab, { isMore: true });
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
