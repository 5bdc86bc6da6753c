// The comments of the post that is read: followed while it is open, fetched whole, and changed.

import { limits } from '@parley/shared/limits';
import { currentRoute } from '../../router/index.ts';
import type { AppState } from '../app-state.ts';
import type { Unsubscribe } from '../client-api.ts';
import type { ThreadInput } from '../comment-thread.ts';
import { commentDraft, editDraft } from '../composer.ts';
import { newestVisibleComment } from '../lists-of-posts.ts';
import { toProblem } from '../problem.ts';
import { parseComment, parseCommentEvent, parseCommentPage } from '../wire-comments.ts';
import { attempt, type Client, reportProblem } from './client.ts';
import { type CommentSending, createCommentSending } from './comment-sending.ts';
import { takeBackChange } from './taking-back.ts';

export interface CommentEffects {
  readonly sending: CommentSending;
  /** Stores another text of a comment of mine; one that is refused goes back into its draft. */
  change(postId: string, commentId: string, body: string): void;
  delete(postId: string, commentId: string): void;
  stop(): void;
}

const retryAfterMs = 2_000;
/** What a thread keeps is bounded as well. */
const mostPages = 50;

export function createComments(client: Client): CommentEffects {
  let followed: { postId: string; end: Unsubscribe | null } | null = null;
  let retry: NodeJS.Timeout | null = null;
  let loads = 0;
  const sending = createCommentSending(client);
  const tell = (postId: string, input: ThreadInput) =>
    client.dispatch({ type: 'thread', postId, input });

  const heed = (state: AppState, before: AppState) => {
    const route = currentRoute(state.routes);
    const postId = route.name === 'reader' && state.me !== null ? route.postId : null;
    if (postId !== (followed?.postId ?? null)) {
      leave();
      if (postId !== null) follow(postId);
    }
    if (postId !== null && (state.scroll !== before.scroll || state.threads !== before.threads)) {
      noteSeen(postId);
    }
  };

  const noteSeen = (postId: string) => {
    const state = client.state();
    const at = newestVisibleComment(state, postId);
    if (at === null || at <= (state.commentsSeen.get(postId) ?? '')) return;
    client.dispatch({ type: 'comments.seen', postId, at });
  };

  const follow = (postId: string) => {
    followed = { postId, end: null };
    tell(postId, { type: 'opened', seen: client.state().commentsSeen.get(postId) ?? null });
    subscribe(postId);
    sending.resume();
  };

  const subscribe = (postId: string) => {
    const end = client.api().onComments(postId, {
      onEvent(delivery) {
        const event = parseCommentEvent(delivery, postId);
        if (event === undefined) return;
        // What happened while we were away is in the list, not among the events.
        if (event.type === 'comments.joined') return void load(postId);
        client.batch.add({ type: 'thread', postId, input: { type: 'wire', event } });
      },
      onError(error) {
        if (followed?.postId !== postId || followed.end === null) return;
        followed = { postId, end: null };
        const { code, message } = toProblem(error);
        if (code === 'not_found') return tell(postId, { type: 'failed', problem: message });
        retry ??= setTimeout(() => {
          retry = null;
          const isOnline = client.state().connection.phase === 'online';
          if (isOnline && followed?.postId === postId && followed.end === null) subscribe(postId);
        }, retryAfterMs);
      },
    });
    followed = { postId, end };
  };

  const load = async (postId: string) => {
    loads += 1;
    const number = loads;
    tell(postId, { type: 'asked' });
    let cursor: string | null = null;
    try {
      for (let page = 1; page <= mostPages; page += 1) {
        const from: { cursor?: string } = cursor === null ? {} : { cursor };
        const input = { postId, perPage: limits.pageMax, ...from };
        const answer = parseCommentPage(await client.api().listComments(input), postId);
        if (number !== loads) return;
        cursor = page < mostPages && answer.items.length > 0 ? answer.nextCursor : null;
        tell(postId, { type: 'loaded', items: answer.items, isLast: cursor === null });
        if (cursor === null) return;
      }
    } catch (error) {
      if (number === loads) tell(postId, { type: 'failed', problem: toProblem(error).message });
    }
  };

  const leave = () => {
    if (retry !== null) clearTimeout(retry);
    retry = null;
    loads += 1;
    const end = followed?.end;
    followed = null;
    end?.();
  };

  client.store.subscribe(heed);
  return {
    sending,
    change(postId, commentId, body) {
      client
        .api()
        .updateComment({ id: commentId, body })
        .then((answer) => {
          const event = { type: 'comment.updated', comment: parseComment(answer) } as const;
          tell(postId, { type: 'wire', event });
        })
        .catch((error: unknown) => {
          if (toProblem(error).code === 'not_found')
            return takeBackChange(client, { id: commentId, place: commentDraft(postId), body });
          const draft = { type: 'edited', action: { type: 'setText', text: body } } as const;
          client.dispatch({ type: 'draft', roomId: editDraft(commentId), input: draft });
          reportProblem(client, error, 'The change is not stored (e takes it up again)');
        });
    },
    delete: (postId, commentId) =>
      attempt(client, 'Delete', async () => {
        await client.api().deleteComment(commentId);
        const deletedAt = new Date(client.ports.now()).toISOString();
        const event = { type: 'comment.deleted', id: commentId, postId, deletedAt } as const;
        tell(postId, { type: 'wire', event });
      }),
    stop() {
      sending.stop();
      leave();
    },
  };
}
