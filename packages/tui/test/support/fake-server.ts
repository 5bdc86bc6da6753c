// A server in this process: accounts, rooms and posts in memory, and a line that can be cut.

import type { AccountView } from '@parley/shared/accounts';
import type { CommentView, ListPostsInput, PostView, RevisionView } from '@parley/shared/blog';
import { excerptOf, type MessageView, type RoomListItem, type RoomView } from '@parley/shared/chat';
import { DomainError, invalidField } from '@parley/shared/errors';
import type { PostEvent, RoomEvent } from '@parley/shared/events';
import type { PresenceState } from '@parley/shared/presence';
import type { SetStatusInput, StatusView } from '@parley/shared/status';
import type { ClientApi, Connection, Listener } from '../../src/stores/index.ts';
import { createFakeActivity, type FakeActivity } from './fake-activity.ts';
import { createFakeComments, type FakeComments } from './fake-comments.ts';
import { createFakeKeeping } from './fake-keeping.ts';
import { createFakeMessages, type FakeMessages } from './fake-messages.ts';
import { createFakeScheduled, type FakeScheduled } from './fake-scheduled.ts';

interface Room {
  id: string;
  slug: string;
  /** Names that it had before. */
  oldSlugs: string[];
  topic: string;
  archivedAt: string | null;
  mutes: Map<string, string | null>;
  /** What its rules are, beyond those of a fresh room. */
  rules: Partial<RoomView>;
  messages: MessageView[];
  /** User id → last read seq. */
  members: Map<string, number>;
}

interface RoomSubscription {
  userId: string;
  roomId: string;
  listener: Listener;
  lastSeq: number;
  isIdle(): boolean;
}

type StatusInput = Omit<SetStatusInput, 'until'> & { until?: string | null };

export interface FakeServer {
  readonly openApi: (server: string, token: string | null) => ClientApi;
  addUser(username: string): string;
  addRoom(slug: string, topic?: string, rules?: Partial<RoomView>): string;
  /** So many are present in a room that a state tells of the first hundred only. */
  crowd(slug: string, names: readonly string[]): void;
  /** What somebody says of oneself, unchecked. */
  setStatus(username: string, input: StatusInput): StatusView;
  /** Stores and broadcasts a message, as another client's would be. */
  say(
    username: string,
    slug: string,
    body: string,
    input?: { threadId?: string; replyTo?: string },
  ): MessageView;
  readonly activity: FakeActivity;
  /** Messages changed, deleted and reacted to, as another client would. */
  readonly messages: FakeMessages;
  readonly scheduled: FakeScheduled;
  publish(username: string, title: string, body: string, tags?: string[]): PostView;
  readonly comments: FakeComments;
  /** Stores and tells a comment, as another client's would be. */
  comment(username: string, postId: string, body: string, parentId?: string): CommentView;
  unpublish(id: string): void;
  remove(id: string): void;
  /** Posts are fetched only once the answered function is called. */
  holdPosts(): () => void;
  /** Rooms are joined and made only once the answered function is called. */
  holdRooms(): () => void;
  /** The old name goes on leading to the room; nobody is told. */
  rename(slug: string, to: string): void;
  /** Delivers anything at all to whoever follows the posts. */
  deliverPost(delivery: unknown): void;
  /** Delivers anything at all to all subscribers of a room. */
  deliver(slug: string, delivery: unknown): void;
  /** Refuses all subscribers of a room further service, as a server in trouble does. */
  endSubscriptions(slug: string): void;
  /** Ends all sessions, as logging out elsewhere does. */
  revoke(): void;
  cut(): void;
  mend(): void;
  messagesOf(slug: string): readonly MessageView[];
  /** The next answers to `sendMessage` are lost on the way, after the message was stored. */
  loseAnswers(count: number): void;
  /** The same for posts that are made or changed. */
  losePostAnswers(count: number): void;
  /** The next pages of messages that are asked for are refused: too much was asked for. */
  refusePages(count: number): void;
  posts(): readonly PostView[];
  /** What was searched for, in order. */
  searches(): readonly string[];
  /** Publishes a post, as its hour does. */
  release(id: string): void;
  /** Changes a post, as another client would. */
  revise(id: string, changes: Partial<PostView>): PostView;
}

export const password = 'correct horse battery staple';

export function createFakeServer({ startAt = '2026-03-01T10:00:00.000Z' } = {}): FakeServer {
  let clock = Date.parse(startAt);
  let numbers = 0;
  let isUp = true;
  let lostAnswers = 0;
  let lostPostAnswers = 0;
  let refusedPages = 0;
  const newId = () => `00000000-0000-7000-8000-${String(++numbers).padStart(12, '0')}`;
  const now = () => {
    clock += 1_000;
    return new Date(clock).toISOString();
  };
  const users = new Map<string, AccountView>();
  const rooms = new Map<string, Room>();
  const posts = new Map<string, PostView>();
  const oldVersions = new Map<string, PostView[]>();
  const roomListeners = new Set<RoomSubscription>();
  const postListeners = new Set<Listener>();
  const searches: string[] = [];
  const comments = createFakeComments({
    newId,
    now,
    isUp: () => isUp,
    findPost: (id) => findPost(id),
    tellUser: (userId, event) => activity.tell(userId, event),
  });
  const connections = new Set<(connection: Connection) => void>();
  const activity = createFakeActivity({
    isUp: () => isUp,
    members: (roomId) => [...users.values()].filter(({ id }) => findRoom(roomId).members.has(id)),
    room: (roomId) => findRoom(roomId),
    waitingComments: comments.waiting,
  });
  const messages = createFakeMessages({
    activity,
    now,
    rooms: () => [...rooms.values()],
    tell: (roomId, event) => tell(findRoom(roomId), event),
  });

  const scheduled = createFakeScheduled({
    activity,
    now,
    room: (ref) => findRoom(ref),
    findQuote: (roomId, messageId) => quoteOf(findRoom(roomId), messageId),
  });

  const findRoom = (ref: string): Room => {
    const room =
      [...rooms.values()].find(({ id, slug }) => id === ref || slug === ref) ??
      [...rooms.values()].find(({ oldSlugs }) => oldSlugs.includes(ref));
    if (room === undefined) throw new DomainError('not_found', 'There is no such room.');
    return room;
  };
  const isAdmin = (userId: string) =>
    users.values().some(({ id, role }) => id === userId && role === 'admin');
  const viewOf = (
    { id, slug, topic, archivedAt, rules, messages, members }: Room,
    userId: string,
  ): RoomListItem => {
    const lastReadSeq = members.get(userId);
    const lastSeq = messages.at(-1)?.seq ?? 0;
    const lastMain = messages.at(-1)?.mainNo ?? 0;
    const readMain = messages.findLast(({ seq }) => seq <= (lastReadSeq ?? 0))?.mainNo ?? 0;
    const unread = messages.filter(
      ({ author, threadId, mainNo }) =>
        author.id !== userId && threadId === null && mainNo > readMain,
    );
    return {
      id,
      slug,
      topic,
      name: slug,
      visibility: 'public',
      kind: 'channel',
      archivedAt,
      isReadOnly: false,
      slowModeSeconds: 0,
      retentionDays: null,
      showsPast: true,
      ...rules,
      people: [],
      lastSeq,
      lastMain,
      createdAt: startAt,
      membership:
        lastReadSeq === undefined
          ? null
          : {
              role: isAdmin(userId) ? 'owner' : 'member',
              lastReadSeq,
              readMain,
              ...activity.notifyOf(id, userId),
              mutedUntil: null,
              joinedAt: startAt,
            },
      unread: lastReadSeq === undefined ? 0 : unread.length,
      mentions: activity.countMentions(id, userId),
      threadMentions: activity.countMentions(id, userId, 'threads'),
    };
  };

  const addUser = (username: string): string => {
    const user: AccountView = {
      id: newId(),
      username,
      displayName: username,
      role: users.size === 0 ? 'admin' : 'member',
      bio: '',
      createdAt: startAt,
      email: `${username}@example.org`,
      address: null,
      confirmedAt: null,
    };
    users.set(username, user);
    for (const { members } of rooms.values()) members.set(user.id, 0);
    return username;
  };

  const tell = (room: Room, event: RoomEvent) => {
    if (!isUp) return;
    for (const subscription of roomListeners) {
      if (subscription.roomId !== room.id) continue;
      if (event.type === 'message.created') {
        subscription.lastSeq = event.seq;
        subscription.listener.onEvent({ id: String(event.seq), data: event });
      } else subscription.listener.onEvent(event);
    }
  };

  const join = (subscription: RoomSubscription) => {
    const room = findRoom(subscription.roomId);
    const {
      unread: _unread,
      mentions: _mentions,
      threadMentions: _threadMentions,
      people: _people,
      membership,
      ...view
    } = viewOf(room, subscription.userId);
    const after = room.messages.filter(({ seq }) => seq > subscription.lastSeq);
    const messages = subscription.lastSeq === 0 ? after.slice(-50) : after;
    subscription.lastSeq = view.lastSeq;
    const joined: RoomEvent = {
      type: 'room.joined',
      room: view,
      membership,
      messages,
      gap: null,
      changed: [],
      marked: keeping.marksIn(room),
    };
    subscription.listener.onEvent({ id: String(view.lastSeq), data: joined });
    tellPresence(room.id);
  };

  const tellPresence = (roomId: string) => {
    const present = [...roomListeners].filter((one) => one.roomId === roomId);
    const state: PresenceState = {};
    for (const { userId, isIdle } of present) {
      const { username = '', status } = [...users.values()].find(({ id }) => id === userId) ?? {};
      state[userId] ??= { metas: [] };
      state[userId].metas.push({
        ref: `${userId} ${state[userId].metas.length}`,
        onlineAt: startAt,
        device: 'tui',
        username,
        ...(status && { status }),
        ...(isIdle() && { idleSince: startAt }),
      });
    }
    if (isUp) {
      const event: RoomEvent = { type: 'presence.state', state, count: Object.keys(state).length };
      for (const { listener } of present) listener.onEvent(event);
    }
  };
  const crowds = new Map<string, PresenceState>();
  const crowd = (room: Room, names: readonly string[]) => {
    const entries: [string, PresenceState[string]][] = [...names].sort().map((username) => {
      const meta = { ref: username, onlineAt: startAt, device: 'tui', username };
      return [`key ${username}`, { metas: [meta] }];
    });
    crowds.set(room.id, Object.fromEntries(entries));
    const state = Object.fromEntries(entries.slice(0, 100));
    tell(room, { type: 'presence.state', state, count: entries.length });
  };
  const setStatus = (user: AccountView, { state, text = '', until = null }: StatusInput) => {
    const status = { state, text, until, since: now() };
    users.set(user.username, { ...user, status });
    for (const { id } of rooms.values()) tellPresence(id);
    return status;
  };

  const quoteOf = ({ messages }: Room, replyTo: string | null): MessageView['quote'] => {
    const quoted = messages.find(({ id }) => id === replyTo);
    if (quoted === undefined) return null;
    const { id, seq, author, body } = quoted;
    return { id, seq, author, excerpt: excerptOf(body) };
  };

  const store = (
    user: AccountView,
    room: Room,
    input: Pick<MessageView, 'body' | 'clientId' | 'replyTo'> & { threadId?: string | null },
  ) => {
    const known = room.messages.find(
      ({ author, clientId }) => author.id === user.id && clientId === input.clientId,
    );
    if (known !== undefined) return known;
    const { threadId = null } = input;
    const { id, username, displayName } = user;
    const message: MessageView = {
      id: newId(),
      roomId: room.id,
      seq: (room.messages.at(-1)?.seq ?? 0) + 1,
      author: { id, username, displayName },
      ...input,
      quote: quoteOf(room, input.replyTo),
      threadId,
      threadNo: threadId === null ? null : messages.countReplies(threadId) + 1,
      mainNo: (room.messages.at(-1)?.mainNo ?? 0) + (threadId === null ? 1 : 0),
      thread: null,
      reactions: [],
      change: 0,
      createdAt: now(),
      editedAt: null,
      deletedAt: null,
    };
    room.messages.push(message);
    tell(room, { type: 'message.created', seq: message.seq, message });
    activity.note(message);
    return message;
  };

  const tellPosts = (event: PostEvent) => {
    if (isUp) for (const listener of postListeners) listener.onEvent(event);
  };
  const publish = (id: string): PostView => {
    const post: PostView = { ...findPost(id), state: 'published', publishedAt: now() };
    posts.set(id, post);
    const { body: _, ...item } = post;
    tellPosts({ type: 'post.published', post: item });
    return post;
  };
  const findPost = (id: string): PostView => {
    const post = posts.get(id);
    if (post === undefined) throw new DomainError('not_found', 'There is no such post.');
    return post;
  };
  const createPost = (
    user: AccountView,
    input: { title: string; body: string; tags?: string[] },
  ) => {
    const { id, username, displayName } = user;
    const at = now();
    const post: PostView = {
      id: newId(),
      slug: input.title.toLowerCase().replaceAll(/\W+/gu, '-'),
      state: 'draft',
      author: { id, username, displayName },
      tags: [],
      version: 1,
      commentCount: 0,
      views: 0,
      publishAt: null,
      publishedAt: null,
      createdAt: at,
      updatedAt: at,
      ...input,
    };
    posts.set(post.id, post);
    return post;
  };

  const versionsOf = (id: string): RevisionView[] =>
    [...(oldVersions.get(id) ?? []), findPost(id)].map((post) => ({
      postId: id,
      version: post.version,
      title: post.title,
      author: post.author,
      createdAt: post.updatedAt,
      body: post.body,
      tags: post.tags,
    }));
  const revise = (id: string, changes: Partial<PostView>): PostView => {
    const post = findPost(id);
    oldVersions.set(id, [...(oldVersions.get(id) ?? []), post]);
    const next = { ...post, ...changes, version: post.version + 1, updatedAt: now() };
    posts.set(id, next);
    const { body: _, ...item } = next;
    if (next.state === 'published') tellPosts({ type: 'post.updated', post: item });
    return next;
  };
  let heldPosts: Promise<void> | null = null;
  let heldRooms: Promise<void> | null = null;
  const answerPost = (post: PostView): PostView => {
    if (lostPostAnswers === 0) return post;
    lostPostAnswers -= 1;
    throw new DomainError('unavailable', 'The connection was lost.');
  };
  const unpublish = (id: string) => {
    posts.set(id, { ...findPost(id), state: 'unpublished', updatedAt: now() });
    tellPosts({ type: 'post.unpublished', id });
  };
  const remove = (id: string) => {
    posts.delete(id);
    tellPosts({ type: 'post.deleted', id });
  };
  const listPosts = (query: NonNullable<ListPostsInput>, userId: string) => {
    const { published, author, tags = [], sort, cursor = '0', perPage = 20 } = query;
    const isWanted = (post: PostView) =>
      (published === false
        ? post.state !== 'published' && post.author.id === userId
        : post.state === 'published') &&
      (author === undefined || post.author.username === author) &&
      tags.every((tag) => post.tags.includes(tag));
    const rank = ({ views, publishedAt, createdAt }: PostView) =>
      sort === 'views' ? views : Date.parse((sort === 'published' && publishedAt) || createdAt);
    const found = [...posts.values()]
      .filter(isWanted)
      .sort((one, other) => rank(other) - rank(one) || (one.id < other.id ? 1 : -1))
      .map(({ body: _, ...item }) => item);
    const end = Number(cursor) + perPage;
    return {
      items: found.slice(Number(cursor), end),
      nextCursor: end < found.length ? String(end) : null,
    };
  };

  const keeping = createFakeKeeping({
    findRoom,
    tell,
    tellUser: (userId, event) => activity.tell(userId, event),
    users: () => [...users.values()],
    viewOf,
  });

  const openApi: FakeServer['openApi'] = (_server, token) => {
    const mine = new Set<RoomSubscription>();
    const whoAmI = (): AccountView => {
      const user = users.get(token ?? '');
      if (user === undefined) throw new DomainError('unauthenticated');
      return user;
    };
    /** Every call goes over the line. */
    const call = async <T>(run: () => T): Promise<T> => {
      await Promise.resolve();
      if (!isUp)
        throw new DomainError('unavailable', 'Cannot reach the server: connection refused.');
      return run();
    };
    let isIdle = false;
    let connectionListener: ((connection: Connection) => void) | null = null;
    return {
      getSystemInfo: () =>
        call(() => ({
          name: 'parley',
          version: '1.0.0',
          uptime: 1,
          registration: 'open',
          passwordPolicy: 'strength',
          needsFirstAccount: users.size === 0,
        })),
      getMe: () => call(whoAmI),
      login: ({ login, password: given }) =>
        call(() => {
          const user = users.get(login);
          if (user === undefined || given !== password) {
            throw new DomainError('unauthenticated', 'Name and password do not belong together.');
          }
          return { user, token: login };
        }),
      register: ({ username }) =>
        call(() => {
          if (users.has(username)) throw invalidField('username', 'is taken');
          addUser(username);
          return { user: users.get(username)!, token: username };
        }),
      logout: () => call(() => {}),
      setStatus: (input) => call(() => setStatus(whoAmI(), input)),
      listPresent: (roomId, after) =>
        call(() => {
          const all = Object.entries(crowds.get(roomId) ?? {});
          return Object.fromEntries(all.filter(([key]) => key > after).slice(0, 100));
        }),
      setIdle(next) {
        isIdle = next;
        for (const { roomId } of mine) tellPresence(roomId);
      },
      listRooms: () =>
        call(() => {
          const { id } = whoAmI();
          return [...rooms.values()]
            .filter(
              ({ rules, members, archivedAt }) =>
                (rules.visibility !== 'private' && archivedAt === null) || members.has(id),
            )
            .map((room) => viewOf(room, id));
        }),
      createRoom: async ({ slug, topic = '', visibility }) => {
        await heldRooms;
        return call(() => {
          const room = findRoom(addRoom(slug, topic, { visibility }));
          if (visibility === 'private')
            for (const id of room.members.keys()) if (id !== whoAmI().id) room.members.delete(id);
          return viewOf(room, whoAmI().id);
        });
      },
      getRoom: (ref) => call(() => viewOf(findRoom(ref), whoAmI().id)),
      joinRoom: async (ref) => {
        await heldRooms;
        return call(() => {
          const room = findRoom(ref);
          room.members.set(whoAmI().id, 0);
          return viewOf(room, whoAmI().id);
        });
      },
      ...keeping.serve({ call, whoAmI }),
      openDirect: async ([username = '']) => {
        await heldRooms;
        return call(() => {
          if (!users.has(username))
            throw new DomainError('not_found', 'There is nobody of that name.');
          const room = findRoom(addRoom(`direct-${username}`));
          return viewOf(room, whoAmI().id);
        });
      },
      leaveRoom: (ref) => call(() => void findRoom(ref).members.delete(whoAmI().id)),
      searchMessages: ({ query, cursor = '0', perPage = 20 }) =>
        call(() => {
          const author = /from:@?(\S+)/u.exec(query)?.[1];
          const words = query
            .replaceAll(/\S+:\S+/gu, '')
            .trim()
            .toLowerCase();
          const found = [...rooms.values()]
            .filter(({ members }) => members.has(whoAmI().id))
            .flatMap(({ messages: all, ...room }) => all.map((message) => ({ message, room })))
            .filter(
              ({ message: { body, author: by } }) =>
                body.toLowerCase().includes(words) && (by.username === author || !author),
            )
            .sort((one, other) => (one.message.createdAt < other.message.createdAt ? 1 : -1));
          const end = Number(cursor) + perPage;
          return {
            items: found.slice(Number(cursor), end).map(({ message, room: { id, slug } }) => ({
              message,
              room: { id, slug, name: slug, kind: 'channel' as const },
              snippet: message.body.replace(words, (word) => `\u0002${word}\u0003`),
            })),
            nextCursor: end < found.length ? String(end) : null,
          };
        }),
      listMessages: ({ room, before = Infinity, after, around, limit = 20 }) =>
        call(() => {
          if (refusedPages > 0) {
            refusedPages -= 1;
            throw new DomainError('limited', 'Too many requests.', { retryAfter: 0.05 });
          }
          const all = findRoom(room).messages;
          if (around !== undefined) {
            const first = Math.max(0, around - 1 - Math.floor(limit / 2));
            const items = all.slice(first, first + limit);
            return { items, hasBefore: first > 0, hasAfter: first + limit < all.length };
          }
          const within = all.filter(({ seq }) => seq < before && seq > (after ?? 0));
          const items = after !== undefined ? within.slice(0, limit) : within.slice(-limit);
          return {
            items,
            hasBefore: (items[0]?.seq ?? 1) > 1,
            hasAfter: (items.at(-1)?.seq ?? 0) < all.length,
          };
        }),
      sendMessage: ({ room, body, clientId, replyTo = null, threadId }) =>
        call(() => {
          messages.check();
          const input = { body, clientId, replyTo, threadId };
          for (const field of ['replyTo', 'threadId'] as const) {
            const answered = findRoom(room).messages.find(({ id }) => id === input[field]);
            const leads = field === 'threadId' && answered?.thread;
            if (answered !== undefined && answered.deletedAt !== null && !leads)
              throw invalidField(field, 'is no message of this room');
          }
          const { id, seq } = store(whoAmI(), findRoom(room), input);
          if (lostAnswers > 0) {
            lostAnswers -= 1;
            throw new DomainError('unavailable', 'The connection was lost.');
          }
          return { id, seq };
        }),
      ...messages.serve({ call, whoAmI }),
      ...scheduled.serve({ call, whoAmI }),
      ...activity.serve({ call, whoAmI }),
      sendTyping: (ref, rootId) =>
        call(() => {
          const { id, username } = whoAmI();
          const user = { id, username };
          const threadId = rootId ?? null;
          tell(findRoom(ref), { type: 'typing', user, threadId, expiresInMs: 6_000 });
        }),
      markRead: (ref, seq) =>
        call(() => {
          const room = findRoom(ref);
          const { id } = whoAmI();
          room.members.set(id, Math.max(seq, room.members.get(id) ?? 0));
          activity.read(room.id, id);
        }),
      markUnread: ({ room: ref, seq, threadId }) =>
        call(() => {
          const room = findRoom(ref);
          if (threadId !== undefined) return messages.markUnread(whoAmI(), threadId, seq);
          room.members.set(whoAmI().id, seq - 1);
          activity.read(room.id, whoAmI().id);
        }),
      onRoom(roomId, listener) {
        const subscription: RoomSubscription = {
          userId: whoAmI().id,
          roomId,
          listener,
          lastSeq: 0,
          isIdle: () => isIdle,
        };
        mine.add(subscription);
        roomListeners.add(subscription);
        if (isUp) queueMicrotask(() => roomListeners.has(subscription) && join(subscription));
        return () => {
          mine.delete(subscription);
          roomListeners.delete(subscription);
        };
      },
      listPosts: (query) => call(() => listPosts(query, whoAmI().id)),
      listRevisions: ({ id }) =>
        call(() => {
          const items = versionsOf(id).map(({ body: _, tags: __, ...item }) => item);
          return { items: items.reverse(), nextCursor: null };
        }),
      getRevision: ({ id, version }) =>
        call(() => {
          const found = versionsOf(id).find((each) => each.version === version);
          if (found === undefined) throw new DomainError('not_found');
          return found;
        }),
      restoreRevision: ({ id, version, revision }) =>
        call(() => {
          const post = findPost(id);
          if (post.version !== version) throw new DomainError('conflict');
          const { title, body, tags } = versionsOf(id).find((each) => each.version === revision)!;
          return revise(id, { title, body, tags });
        }),
      listTags: () =>
        call(() => {
          const names = [...posts.values()]
            .filter(({ state }) => state === 'published')
            .flatMap(({ tags }) => tags);
          return [...new Set(names)].map((name) => ({
            name,
            count: names.filter((other) => other === name).length,
          }));
        }),
      searchPosts: ({ query }) =>
        call(() => {
          const { items } = listPosts({ published: true, sort: 'published', perPage: 1_000 }, '');
          const wanted = query.toLowerCase();
          const found = items.flatMap((item) => {
            const { body } = findPost(item.id);
            const at = body.toLowerCase().indexOf(wanted);
            if (at === -1) return [];
            const end = at + wanted.length;
            const snippet = `${body.slice(0, at)}\u0002${body.slice(at, end)}\u0003${body.slice(end)}`;
            return [{ ...item, snippet }];
          });
          searches.push(query);
          return { items: found, nextCursor: null };
        }),
      async getPost(id) {
        if (heldPosts !== null) await heldPosts;
        return call(() => {
          const post = findPost(id);
          if (post.state === 'published' || post.author.id === whoAmI().id) return post;
          throw new DomainError('not_found', 'There is no such post.');
        });
      },
      createPost: (input) => call(() => answerPost(createPost(whoAmI(), input))),
      updatePost: ({ id, version, ...changes }) =>
        call(() => {
          const post = findPost(id);
          if (post.version !== version)
            throw new DomainError('conflict', undefined, { current: post });
          return answerPost(revise(id, changes));
        }),
      publishPost: (id) => call(() => void publish(id)),
      unpublishPost: (id) => call(() => unpublish(id)),
      schedulePost: ({ id, publishAt }) =>
        call(() => {
          if (publishAt.startsWith('2099'))
            throw invalidField('publishAt', 'must be within 400 days');
          const post: PostView = { ...findPost(id), state: 'scheduled', publishAt };
          posts.set(id, post);
          return post;
        }),
      deletePost: (id) => call(() => remove(id)),
      onPosts(listener) {
        postListeners.add(listener);
        if (isUp) queueMicrotask(() => listener.onEvent({ type: 'posts.joined' }));
        return () => postListeners.delete(listener);
      },
      ...comments.serve({ call, whoAmI }),
      onConnection(listener) {
        connectionListener = listener;
        connections.add(listener);
        listener({ phase: isUp ? 'online' : 'connecting' });
        return () => connections.delete(listener);
      },
      reconnect: () => {},
      close() {
        if (connectionListener !== null) connections.delete(connectionListener);
        for (const subscription of mine) roomListeners.delete(subscription);
      },
    };
  };

  const addRoom = (slug: string, topic = '', rules: Partial<RoomView> = {}): string => {
    const members = new Map([...users.values()].map(({ id }) => [id, 0]));
    const room: Room = {
      id: newId(),
      slug,
      oldSlugs: [],
      topic,
      archivedAt: null,
      rules,
      mutes: new Map(),
      messages: [],
      members,
    };
    rooms.set(room.id, room);
    return room.id;
  };

  return {
    openApi,
    crowd: (slug, names) => crowd(findRoom(slug), names),
    setStatus: (username, input) => setStatus(users.get(username)!, input),
    addUser,
    addRoom,
    say(username, slug, body, { threadId, replyTo = null } = {}) {
      const input = { body, clientId: `said-${++numbers}`, replyTo, threadId };
      return store(users.get(username)!, findRoom(slug), input);
    },
    publish: (username, title, body, tags = []) =>
      publish(createPost(users.get(username)!, { title, body, tags }).id),
    comments,
    messages,
    scheduled,
    activity,
    comment: (username, postId, body, parentId) =>
      comments.say(users.get(username)!, postId, body, parentId),
    unpublish,
    remove,
    holdPosts() {
      const { promise, resolve } = Promise.withResolvers<void>();
      heldPosts = promise;
      return resolve;
    },
    holdRooms() {
      const { promise, resolve } = Promise.withResolvers<void>();
      heldRooms = promise;
      return resolve;
    },
    rename(slug, to) {
      const room = findRoom(slug);
      room.oldSlugs.push(slug);
      room.slug = to;
    },
    deliverPost(delivery) {
      for (const listener of postListeners) listener.onEvent(delivery);
    },
    deliver(slug, delivery) {
      const { id } = findRoom(slug);
      for (const { roomId, listener } of roomListeners)
        if (roomId === id) listener.onEvent(delivery);
    },
    endSubscriptions(slug) {
      const { id } = findRoom(slug);
      for (const subscription of [...roomListeners]) {
        if (subscription.roomId !== id || !roomListeners.delete(subscription)) continue;
        subscription.listener.onError(new DomainError('unavailable'));
      }
    },
    revoke() {
      for (const listener of [...connections]) listener({ phase: 'revoked' });
    },
    cut() {
      isUp = false;
      for (const listener of connections) listener({ phase: 'offline', retryAt: null });
    },
    mend() {
      isUp = true;
      for (const listener of connections) listener({ phase: 'online' });
      for (const subscription of roomListeners) join(subscription);
      for (const listener of postListeners) listener.onEvent({ type: 'posts.joined' });
      comments.rejoin();
      activity.rejoin();
    },
    messagesOf: (slug) => findRoom(slug).messages,
    loseAnswers(count) {
      lostAnswers = count;
    },
    refusePages(count) {
      refusedPages = count;
    },
    losePostAnswers(count) {
      lostPostAnswers = count;
    },
    searches: () => searches,
    posts: () => [...posts.values()],
    release: (id) => void publish(id),
    revise,
  };
}
