// What waits for whom on the server in this process: mentions, followed threads, levels of notifying.

import type { AccountView } from '@parley/shared/accounts';
import type { ActivityItem } from '@parley/shared/activity';
import { findMentions, type MembershipView, type MessageView } from '@parley/shared/chat';
import type { ActivityEvent } from '@parley/shared/events';
import { createKeywordIndex, foldText } from '@parley/shared/keyword-match';
import type { ClientApi, Listener } from '../../src/stores/index.ts';

type ActivityApi = Pick<
  ClientApi,
  'onActivity' | 'listActivity' | 'setNotify' | 'listKeywords' | 'setKeywords'
>;
interface Follow {
  isFollowing: boolean;
  readNo: number;
}
interface Room {
  id: string;
  slug: string;
  messages: MessageView[];
  members: Map<string, number>;
}

export interface FakeActivity {
  serve(options: { call: <T>(run: () => T) => Promise<T>; whoAmI(): AccountView }): ActivityApi;
  /** A message was stored: whom it calls and who follows its thread is told. */
  note(message: MessageView): void;
  /** The marker of somebody moved. */
  read(roomId: string, userId: string): void;
  countMentions(roomId: string, userId: string, where?: 'threads'): number;
  notifyOf(roomId: string, userId: string): Pick<MembershipView, 'notify' | 'quietUntil'>;
  followOf(rootId: string, userId: string): Follow;
  follow(rootId: string, userId: string, follow: Follow): void;
  /** What waits is listed only once the answered function is called. */
  hold(): () => void;
  /** Delivers anything at all to whoever follows their activity. */
  deliver(delivery: unknown): void;
  rejoin(): void;
  tell(userId: string, event: ActivityEvent): void;
}

export function createFakeActivity({
  isUp,
  members,
  room,
  waitingComments,
}: {
  isUp(): boolean;
  members(roomId: string): AccountView[];
  room(roomId: string): Room;
  waitingComments(userId: string): ActivityItem[];
}): FakeActivity {
  const listeners = new Set<{ userId: string; listener: Listener }>();
  const follows = new Map<string, Follow>();
  const levels = new Map<string, Pick<MembershipView, 'notify' | 'quietUntil'>>();
  const roomIds = new Set<string>();
  const keywords = new Map<string, string[]>();
  let held: Promise<void> | null = null;

  const tell = (userId: string, event: ActivityEvent) => {
    if (!isUp()) return;
    for (const each of listeners) if (each.userId === userId) each.listener.onEvent(event);
  };
  const followOf = (rootId: string, userId: string): Follow =>
    follows.get(`${rootId} ${userId}`) ?? { isFollowing: false, readNo: 0 };
  const follow = (rootId: string, userId: string, next: Follow) =>
    void follows.set(`${rootId} ${userId}`, next);
  const notifyOf = (roomId: string, userId: string) =>
    levels.get(`${roomId} ${userId}`) ?? { notify: 'all', quietUntil: null };
  const repliesTo = (roomId: string, rootId: string) =>
    room(roomId).messages.filter(({ threadId }) => threadId === rootId);
  const calls = (message: MessageView, { id, username }: AccountView) => {
    const { names, callsRoom } = findMentions(message.body);
    const words = createKeywordIndex((keywords.get(id) ?? []).map(foldText));
    const isCalled = callsRoom || names.includes(username) || words.find(message.body).length > 0;
    return message.author.id !== id && isCalled;
  };
  const mentionsOf = (roomId: string, user: AccountView) => {
    const { messages, members: read } = room(roomId);
    const after = read.get(user.id) ?? 0;
    const isUnread = ({ seq, threadId, threadNo }: MessageView) =>
      threadId === null ? seq > after : threadNo! > followOf(threadId, user.id).readNo;
    return messages.filter((message) => isUnread(message) && calls(message, user));
  };
  const userOf = (roomId: string, userId: string) =>
    members(roomId).find(({ id }) => id === userId);
  const countMentions = (roomId: string, userId: string, where?: 'threads') => {
    const user = userOf(roomId, userId);
    const mentions = user === undefined ? [] : mentionsOf(roomId, user);
    return mentions.filter(({ threadId }) => where === undefined || threadId !== null).length;
  };

  return {
    tell,
    followOf,
    follow,
    notifyOf,
    countMentions,
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return resolve;
    },
    deliver(delivery) {
      for (const { listener } of listeners) listener.onEvent(delivery);
    },
    rejoin() {
      for (const { listener } of listeners) listener.onEvent({ type: 'activity.joined' });
    },
    note(message) {
      const { roomId, threadId, author } = message;
      roomIds.add(roomId);
      for (const user of members(roomId)) {
        if (calls(message, user)) tell(user.id, { type: 'mentioned', roomId, message });
      }
      if (threadId === null) return;
      const replies = repliesTo(roomId, threadId);
      const root = room(roomId).messages.find(({ id }) => id === threadId);
      const replyCount = replies.length;
      follow(threadId, author.id, { isFollowing: true, readNo: replyCount });
      if (replyCount === 1 && root !== undefined && root.author.id !== author.id)
        follow(threadId, root.author.id, { isFollowing: true, readNo: 0 });
      for (const user of members(roomId)) {
        if (calls(message, user) && !follows.has(`${threadId} ${user.id}`))
          follow(threadId, user.id, { isFollowing: true, readNo: replyCount - 1 });
      }
      for (const { id } of members(roomId)) {
        const { isFollowing, readNo } = followOf(threadId, id);
        const unread = replyCount - readNo;
        if (isFollowing)
          tell(id, { type: 'thread.activity', roomId, rootId: threadId, replyCount, unread });
      }
    },
    read(roomId, userId) {
      const lastReadSeq = room(roomId).members.get(userId) ?? 0;
      const readMain = room(roomId).messages.findLast(({ seq }) => seq <= lastReadSeq)?.mainNo ?? 0;
      const mentions = countMentions(roomId, userId);
      const threadMentions = countMentions(roomId, userId, 'threads');
      const marker = { lastReadSeq, readMain, mentions, threadMentions };
      tell(userId, { type: 'room.read', roomId, ...marker });
    },
    serve: ({ call, whoAmI }) => ({
      onActivity(listener) {
        const entry = { userId: whoAmI().id, listener };
        listeners.add(entry);
        if (isUp()) queueMicrotask(() => listener.onEvent({ type: 'activity.joined' }));
        return () => listeners.delete(entry);
      },
      listActivity: async () => {
        await held;
        return call(() => {
          const user = whoAmI();
          const messages = [...roomIds].flatMap((roomId): ActivityItem[] => {
            const { id, slug, messages } = room(roomId);
            const where = { id, slug, name: slug };
            const mentions = mentionsOf(roomId, user).map((message): ActivityItem => {
              return { kind: 'mention', at: message.createdAt, room: where, message };
            });
            const threads = messages.flatMap((root): ActivityItem[] => {
              const replies = repliesTo(roomId, root.id);
              const { isFollowing, readNo } = followOf(root.id, user.id);
              const unread = replies.length - readNo;
              if (!isFollowing || unread < 1) return [];
              const last = replies.at(-1)!;
              const replyCount = replies.length;
              const thread = { root, replyCount, lastSeq: last.seq, isFollowing, unread };
              return [{ kind: 'thread', at: last.createdAt, room: where, thread }];
            });
            return [...mentions, ...threads];
          });
          return [...messages, ...waitingComments(user.id)];
        });
      },
      listKeywords: () => call(() => (keywords.get(whoAmI().id) ?? []).map((word) => ({ word }))),
      setKeywords: (words) =>
        call(() => {
          const { id } = whoAmI();
          keywords.set(id, words);
          tell(id, { type: 'keywords.changed', words });
          return words.map((word) => ({ word }));
        }),
      setNotify: ({ room: ref, level, quietUntil }) =>
        call(() => {
          const { id: userId } = whoAmI();
          const { id, members: read } = room(ref);
          const before = notifyOf(id, userId);
          const next = {
            notify: level ?? before.notify,
            quietUntil: quietUntil === undefined ? before.quietUntil : quietUntil,
          };
          levels.set(`${id} ${userId}`, next);
          const lastReadSeq = read.get(userId) ?? 0;
          return {
            role: 'member',
            lastReadSeq,
            readMain: lastReadSeq,
            mutedUntil: null,
            joinedAt: new Date(0).toISOString(),
            ...next,
          };
        }),
    }),
  };
}
