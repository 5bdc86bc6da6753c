// The comments of the server in this process: stored once, listed oldest first, told to who follows.

import type { AccountView } from '@parley/shared/accounts';
import type { CommentView } from '@parley/shared/blog';
import { DomainError } from '@parley/shared/errors';
import type { CommentEvent } from '@parley/shared/events';
import type { ClientApi, Listener } from '../../src/stores/index.ts';

type CommentApi = Pick<
  ClientApi,
  'listComments' | 'createComment' | 'updateComment' | 'deleteComment' | 'onComments'
>;

export interface FakeComments {
  /** The calls of one client. */
  serve(options: { call: <T>(run: () => T) => Promise<T>; whoAmI(): AccountView }): CommentApi;
  /** Stores and tells, as another client's would be. */
  say(user: AccountView, postId: string, body: string, parentId?: string | null): CommentView;
  change(id: string, changes: Partial<CommentView>): void;
  deliver(postId: string, delivery: unknown): void;
  of(postId: string): readonly CommentView[];
  /** The next answers are lost on the way, after the comment was stored. */
  loseAnswers(count: number): void;
  /** The next comments are refused with this sentence. */
  refuse(sentence: string | null): void;
  /** Everybody who follows hears that the line is back. */
  rejoin(): void;
}

export function createFakeComments({
  newId,
  now,
  isUp,
}: {
  newId(): string;
  now(): string;
  isUp(): boolean;
}): FakeComments {
  const comments: CommentView[] = [];
  const sent = new Map<string, CommentView>();
  const followers = new Set<{ postId: string; listener: Listener }>();
  let lost = 0;
  let refusal: string | null = null;

  const deliver = (postId: string, delivery: unknown) => {
    if (!isUp()) return;
    for (const follower of followers)
      if (follower.postId === postId) follower.listener.onEvent(delivery);
  };
  const tell = (postId: string, event: CommentEvent) => deliver(postId, event);

  const say: FakeComments['say'] = (user, postId, body, parentId = null) => {
    const { id, username, displayName } = user;
    const comment: CommentView = {
      id: newId(),
      postId,
      parentId,
      author: { id, username, displayName },
      body,
      createdAt: now(),
      editedAt: null,
      deletedAt: null,
    };
    comments.push(comment);
    tell(postId, { type: 'comment.created', comment });
    return comment;
  };
  const change = (id: string, changes: Partial<CommentView>): CommentView => {
    const index = comments.findIndex((comment) => comment.id === id);
    const known = comments[index];
    if (known === undefined) throw new DomainError('not_found', 'There is no such comment.');
    const comment = { ...known, ...changes };
    comments[index] = comment;
    return comment;
  };

  return {
    say,
    deliver,
    change(id, changes) {
      const comment = change(id, { ...changes, editedAt: now() });
      tell(comment.postId, { type: 'comment.updated', comment });
    },
    of: (postId) => comments.filter((comment) => comment.postId === postId),
    loseAnswers(count) {
      lost = count;
    },
    refuse(sentence) {
      refusal = sentence;
    },
    rejoin() {
      for (const { listener } of followers) listener.onEvent({ type: 'comments.joined' });
    },
    serve: ({ call, whoAmI }) => ({
      listComments: ({ postId, cursor = '0', perPage = 20 }) =>
        call(() => {
          const all = comments.filter((comment) => comment.postId === postId);
          const end = Number(cursor) + perPage;
          const nextCursor = end < all.length ? String(end) : null;
          return { items: all.slice(Number(cursor), end), nextCursor };
        }),
      createComment: ({ postId, body, parentId = null, clientId = newId() }) =>
        call(() => {
          const known = sent.get(clientId);
          if (known === undefined && refusal !== null) throw new DomainError('forbidden', refusal);
          const comment = known ?? say(whoAmI(), postId, body, parentId);
          sent.set(clientId, comment);
          if (lost > 0) {
            lost -= 1;
            throw new DomainError('unavailable', 'The connection was lost.');
          }
          return comment;
        }),
      updateComment: ({ id, body }) =>
        call(() => {
          const comment = change(id, { body, editedAt: now() });
          tell(comment.postId, { type: 'comment.updated', comment });
          return comment;
        }),
      deleteComment: (id) =>
        call(() => {
          const deletedAt = now();
          const { postId } = change(id, { body: '', deletedAt });
          tell(postId, { type: 'comment.deleted', id, postId, deletedAt });
        }),
      onComments(postId, listener) {
        const follower = { postId, listener };
        followers.add(follower);
        if (isUp())
          queueMicrotask(
            () => followers.has(follower) && listener.onEvent({ type: 'comments.joined' }),
          );
        return () => followers.delete(follower);
      },
    }),
  };
}
