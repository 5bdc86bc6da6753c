// Reading comments that wait: going to them from anywhere, and telling the server what was on the screen.

import type { ActivityItem } from '@parley/shared/activity';
import { currentRoute } from '../../router/index.ts';
import type { AppState } from '../app-state.ts';
import { threadOf } from '../comment-thread.ts';
import { newestVisibleComment, readerList } from '../lists-of-posts.ts';
import { selectKey } from '../scroll-list.ts';
import { placeAt } from '../scroll-list-place.ts';
import { isWatched } from '../watching.ts';
import type { Client } from './client.ts';
import type { PostEffects } from './posts.ts';

export interface CommentReading {
  /** Opens a post at its first new comment, else at this one. */
  show(postId: string, commentId: string): void;
  stop(): void;
}

const readEveryMs = 700;

export function createCommentReading(client: Client, posts: PostEffects): CommentReading {
  let wanted: { postId: string; key: string; isLoading: boolean } | null = null;
  let timer: NodeJS.Timeout | null = null;
  const reads = new Map<string, string>();
  let told = '';

  const heed = (state: AppState, before: AppState) => {
    const route = currentRoute(state.routes);
    const postId = route.name === 'reader' ? route.postId : null;
    if (wanted !== null && wanted.postId !== postId) wanted = null;
    if (postId === null || state.me === null || state.connection.phase !== 'online') return;
    const isSame =
      state.scroll === before.scroll &&
      state.threads === before.threads &&
      state.activity === before.activity &&
      state.posts === before.posts &&
      state.routes === before.routes &&
      state.watching === before.watching;
    if (isSame) return;
    if (wanted !== null) place(state, wanted);
    markRead(client.state(), postId);
  };

  // What is kept of an earlier visit may be old: the comment is there, or all of them were fetched anew.
  const place = (state: AppState, { postId, key, isLoading }: NonNullable<typeof wanted>) => {
    const { state: phase } = threadOf(state.threads, postId);
    if (phase === 'loading' && !isLoading) wanted = { postId, key, isLoading: true };
    if (phase === 'failed') wanted = null;
    // Comments may be here before the text that they stand below.
    if (!state.posts.read.has(postId)) return;
    const comments = readerList(state, postId).content.items.filter(
      ({ kind }) => kind === 'comment',
    );
    const isThere = comments.some((item) => item.key === key);
    if (!isThere && !(isLoading && phase === 'loaded')) return;
    wanted = null;
    const firstNew = comments.find((item) => item.kind === 'comment' && item.isNew);
    const chosen = firstNew?.key ?? (isThere ? key : comments.at(-1)?.key);
    if (chosen !== undefined) showComment(client, postId, chosen);
  };

  const markRead = (state: AppState, postId: string) => {
    if (!isWatched(state)) return;
    const item = findWaiting(state.activity, postId);
    const at = item === undefined ? null : newestVisibleComment(state, postId);
    if (item === undefined || at === null) return;
    // One that came later in another order is told again.
    const seen = `${postId} ${at} ${item.unread} ${item.newest.id}`;
    if (seen === told) return;
    told = seen;
    reads.set(postId, at);
    timer ??= setTimeout(sendRead, readEveryMs);
  };

  const sendRead = () => {
    timer = null;
    for (const [postId, until] of reads) {
      client
        .api()
        .markCommentsRead({ postId, until })
        .catch(() => {
          // They wait on, and are read with the next thing that happens.
          told = '';
        });
    }
    reads.clear();
  };

  const unsubscribe = client.store.subscribe(heed);
  return {
    show(postId, commentId) {
      wanted = { postId, key: `comment ${commentId}`, isLoading: false };
      const asked = wanted;
      posts.open(postId);
      if (wanted === asked) place(client.state(), asked);
    },
    stop() {
      unsubscribe();
      if (timer === null) return;
      clearTimeout(timer);
      sendRead();
    },
  };
}

/** Leads from the text to one of its comments; as many as fit are seen. */
export function showComment(client: Client, postId: string, key: string): void {
  client.dispatch({ type: 'focused', focus: 'comments' });
  // The composer takes its rows now.
  const { content, state } = readerList(client.state(), postId);
  const index = content.items.findIndex(({ kind }) => kind === 'comments');
  const placed = placeAt(state, content, { index: Math.max(0, index), offset: 1 });
  const selected = selectKey(placed, content, key);
  client.dispatch({ type: 'scrolled', list: `reader ${postId}`, state: selected });
}

type CommentActivity = Extract<ActivityItem, { kind: 'comments' }>;

function findWaiting(
  activity: readonly ActivityItem[],
  postId: string,
): CommentActivity | undefined {
  return activity.find(
    (item): item is CommentActivity => item.kind === 'comments' && item.post.id === postId,
  );
}
