// Messages of the server in this process, changed, deleted and reacted to, with the room's numbers.

import type { AccountView } from '@parley/shared/accounts';
import type { MessageView, ThreadView } from '@parley/shared/chat';
import { DomainError } from '@parley/shared/errors';
import type { RoomEvent } from '@parley/shared/events';
import type { ClientApi } from '../../src/stores/index.ts';
import type { FakeActivity } from './fake-activity.ts';

type MessageApi = Pick<
  ClientApi,
  | 'editMessage'
  | 'deleteMessage'
  | 'addReaction'
  | 'removeReaction'
  | 'pinMessage'
  | 'unpinMessage'
  | 'listPins'
  | 'listThread'
  | 'followThread'
  | 'markThreadRead'
>;

export interface FakeMessages {
  serve(options: { call: <T>(run: () => T) => Promise<T>; whoAmI(): AccountView }): MessageApi;
  edit(id: string, body: string): MessageView;
  delete(id: string): void;
  react(user: Pick<AccountView, 'id' | 'username'>, id: string, emoji: string): void;
  pin(user: Pick<AccountView, 'id' | 'username'>, id: string, isPinned?: boolean): void;
  countReplies(rootId: string): number;
  /** Sets somebody's marker in a thread before the reply of this seq. */
  markUnread(user: Pick<AccountView, 'id'>, rootId: string, seq: number): void;
  /** The next changes, and what is sent, are refused with this sentence. */
  refuse(sentence: string | null): void;
  /** @throws what is refused now */
  check(): void;
}

export function createFakeMessages({
  activity,
  now,
  rooms,
  tell,
}: {
  activity: FakeActivity;
  now(): string;
  rooms(): { id: string; messages: MessageView[] }[];
  tell(roomId: string, event: RoomEvent): void;
}): FakeMessages {
  let refusal: string | null = null;
  let numbers = 0;
  const check = () => {
    if (refusal !== null) throw new DomainError('forbidden', refusal);
  };

  const change = (id: string, edit: (message: MessageView) => Partial<MessageView>) => {
    for (const room of rooms()) {
      const index = room.messages.findIndex((message) => message.id === id);
      const known = room.messages[index];
      if (known === undefined) continue;
      if (known.deletedAt !== null) break;
      const message = { ...known, ...edit(known), change: ++numbers };
      room.messages[index] = message;
      return message;
    }
    throw new DomainError('not_found', 'There is no such message.');
  };

  const edit = (id: string, body: string): MessageView => {
    const message = change(id, () => ({ body, editedAt: now() }));
    tell(message.roomId, { type: 'message.edited', seq: message.seq, message });
    return message;
  };
  const remove = (id: string) => {
    const deletedAt = now();
    const message = change(id, () => ({ body: '', reactions: [], deletedAt }));
    const { roomId, seq } = message;
    tell(roomId, { type: 'message.deleted', seq, id, change: message.change, deletedAt });
  };
  const react = (
    user: Pick<AccountView, 'id' | 'username'>,
    id: string,
    emoji: string,
    isAdded = true,
  ) => {
    const message = change(id, ({ reactions }) => {
      const before = reactions.find((reaction) => reaction.emoji === emoji);
      const others = (before?.userIds ?? []).filter((userId) => userId !== user.id);
      const userIds = isAdded ? [...others, user.id] : others;
      const rest = reactions.filter((reaction) => reaction !== before);
      const now = { emoji, count: userIds.length, userIds };
      return { reactions: userIds.length === 0 ? rest : [...rest, now] };
    });
    const count = message.reactions.find((reaction) => reaction.emoji === emoji)?.count ?? 0;
    tell(message.roomId, {
      type: isAdded ? 'reaction.added' : 'reaction.removed',
      seq: message.seq,
      messageId: id,
      change: message.change,
      emoji,
      count,
      user: { id: user.id, username: user.username },
    });
  };

  const pin = (
    { id: userId, username }: Pick<AccountView, 'id' | 'username'>,
    id: string,
    isPinned = true,
  ) => {
    const pinnedAt = isPinned ? now() : undefined;
    const message = change(id, () => ({ pinnedAt }));
    const told = { seq: message.seq, messageId: id, change: message.change };
    const user = { id: userId, username };
    tell(
      message.roomId,
      pinnedAt === undefined
        ? { type: 'message.unpinned', ...told, user }
        : { type: 'message.pinned', ...told, pinnedAt, user },
    );
  };

  const repliesTo = (rootId: string) =>
    rooms().flatMap(({ messages }) => messages.filter(({ threadId }) => threadId === rootId));
  const setMarker = (
    { id }: Pick<AccountView, 'id'>,
    rootId: string,
    follow: { isFollowing: boolean; readNo: number },
  ) => {
    activity.follow(rootId, id, follow);
    const replies = repliesTo(rootId);
    const { length: replyCount, 0: first } = replies;
    if (first === undefined) return;
    const unread = follow.isFollowing ? replyCount - follow.readNo : 0;
    const { roomId } = first;
    activity.tell(id, { type: 'thread.activity', roomId, rootId, replyCount, unread });
    activity.read(roomId, id);
  };
  const threadFor = (rootId: string, userId: string): ThreadView => {
    const root = rooms()
      .flatMap(({ messages }) => messages)
      .find(({ id }) => id === rootId);
    if (root === undefined) throw new DomainError('not_found', 'There is no such message.');
    const replies = repliesTo(rootId);
    const { isFollowing, readNo } = activity.followOf(rootId, userId);
    return {
      root,
      replyCount: replies.length,
      lastSeq: replies.at(-1)?.seq ?? root.seq,
      isFollowing,
      unread: isFollowing ? replies.length - readNo : 0,
    };
  };

  return {
    countReplies: (rootId) => repliesTo(rootId).length,
    markUnread(user, rootId, seq) {
      const readNo = repliesTo(rootId).filter((reply) => reply.seq < seq).length;
      setMarker(user, rootId, { isFollowing: true, readNo });
    },
    edit,
    delete: remove,
    react,
    pin,
    refuse(sentence) {
      refusal = sentence;
    },
    check,
    serve: ({ call, whoAmI }) => {
      const guarded = <T>(run: () => T) =>
        call(() => {
          check();
          return run();
        });
      return {
        listThread: ({ messageId, after = 0, limit = 20 }) =>
          call(() => {
            const later = repliesTo(messageId).filter(({ seq }) => seq > after);
            const thread = threadFor(messageId, whoAmI().id);
            return { thread, items: later.slice(0, limit), hasAfter: later.length > limit };
          }),
        followThread: ({ messageId, isFollowing }) =>
          call(() => {
            const readNo = repliesTo(messageId).length;
            if (readNo > 0) activity.follow(messageId, whoAmI().id, { isFollowing, readNo });
            return threadFor(messageId, whoAmI().id);
          }),
        markThreadRead: ({ messageId, seq }) =>
          call(() => {
            const readNo = repliesTo(messageId).filter((reply) => reply.seq <= seq).length;
            setMarker(whoAmI(), messageId, {
              ...activity.followOf(messageId, whoAmI().id),
              readNo,
            });
          }),
        editMessage: ({ id, body }) => guarded(() => edit(id, body)),
        deleteMessage: (id) => guarded(() => remove(id)),
        addReaction: ({ messageId, emoji }) => guarded(() => react(whoAmI(), messageId, emoji)),
        removeReaction: ({ messageId, emoji }) =>
          guarded(() => react(whoAmI(), messageId, emoji, false)),
        pinMessage: (id) => guarded(() => pin(whoAmI(), id)),
        unpinMessage: (id) => guarded(() => pin(whoAmI(), id, false)),
        listPins: (room) =>
          call(() =>
            rooms()
              .filter(({ id }) => id === room)
              .flatMap(({ messages }) => messages.filter(({ pinnedAt }) => pinnedAt !== undefined))
              .reverse(),
          ),
      };
    },
  };
}
