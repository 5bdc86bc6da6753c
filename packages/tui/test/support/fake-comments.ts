// The comments of the server in this process: stored once, listed oldest first, told to who follows.

import type { AccountView } from '@parley/shared/accounts';
import type { ActivityItem } from '@parley/shared/activity';
import type { CommentView, PostView } from '@parley/shared/blog';
import { DomainError } from '@parley/shared/errors';
import type { ActivityEvent, CommentEvent } from '@parley/shared/events';
import type { ClientApi, Listener } from '../../src/stores/index.ts';

type CommentApi = Pick<
  ClientApi,
  | 'listComments'
  | 'createComment'
  | 'updateComment'
  | 'deleteComment'
  | 'markCommentsRead'
  | 'onComments'
>;

export interface FakeComments {
  /** The calls of one client. */
  serve(options: { call: <T>(run: () => T) => Promise<T>; whoAmI(): AccountView }): CommentApi;
  /** Stores and tells, as another client's would be. */
  say(user: AccountView, postId: string, body: string, parentId?: string | null): CommentView;
  change(id: string, changes: Partial<CommentView>): void;
  deliver(postId: string, delivery: unknown): void;
  of(postId: string): readonly CommentView[];
  /** What waits for somebody under posts. */
  waiting(userId: string): ActivityItem[];
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
  findPost,
  tellUser,
}: {
  newId(): string;
  now(): string;
  isUp(): boolean;
  findPost(id: string): PostView;
  tellUser(userId: string, event: ActivityEvent): void;
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

  const unread: { userId: string; comment: CommentView }[] = [];
  const waitingUnder = (userId: string, postId: string) =>
    unread.filter((each) => each.userId === userId && each.comment.postId === postId);
  const tellWaiting = (userId: string, postId: string) =>
    tellUser(userId, {
      type: 'comments.activity',
      postId,
      unread: waitingUnder(userId, postId).length,
    });
  const wait = (comment: CommentView) => {
    const { postId, parentId, author } = comment;
    const parent = comments.find(({ id }) => id === parentId);
    const readers = new Set([findPost(postId).author.id, parent?.author.id ?? author.id]);
    readers.delete(author.id);
    for (const userId of readers) {
      unread.push({ userId, comment });
      tellWaiting(userId, postId);
    }
  };

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
    wait(comment);
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
    waiting(userId) {
      const postIds = new Set(unread.map(({ comment }) => comment.postId));
      return [...postIds].flatMap((postId): ActivityItem[] => {
        const all = waitingUnder(userId, postId);
        const newest = all.at(-1)?.comment;
        if (newest === undefined) return [];
        const { id, slug, title } = findPost(postId);
        const { author, createdAt: at, body: excerpt } = newest;
        return [
          {
            kind: 'comments',
            at,
            post: { id, slug, title },
            unread: all.length,
            newest: { id: newest.id, author, excerpt },
          },
        ];
      });
    },
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
          if (comments.some((known) => known.id === id && known.deletedAt !== null))
            throw new DomainError('not_found', 'There is no such comment.');
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
      markCommentsRead: ({ postId, until = now() }) =>
        call(() => {
          const { id } = whoAmI();
          const isRead = ({ userId, comment }: (typeof unread)[number]) =>
            userId === id && comment.postId === postId && comment.createdAt <= until;
          const rest = unread.filter((each) => !isRead(each));
          unread.splice(0, unread.length, ...rest);
          tellWaiting(id, postId);
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
