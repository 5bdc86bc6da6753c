// What waits for me anywhere: told as it happens, and fetched anew whenever something may have been missed.

import type { ActivityItem } from '@parley/shared/activity';
import type { MessageView } from '@parley/shared/chat';
import { limits } from '@parley/shared/limits';
import type { AppState } from '../app-state.ts';
import type { RoomInput } from '../reduce-room.ts';
import { type HeardActivity, parseActivity } from '../wire-activity.ts';
import type { Client } from './client.ts';
import type { KeywordEffects } from './keywords.ts';
import type { Notifying } from './notifying.ts';
import type { Scheduled } from './scheduled.ts';

export interface Activity {
  hear(event: HeardActivity): void;
  stop(): void;
}

const gatherMs = 300;

export function createActivity(
  client: Client,
  {
    notifying,
    scheduled,
    keywords,
  }: {
    notifying: Notifying;
    scheduled: Pick<Scheduled, 'hearFailure'>;
    keywords: Pick<KeywordEffects, 'load' | 'hear'>;
  },
): Activity {
  let timer: NodeJS.Timeout | null = null;
  let loads = 0;
  let isListed = false;
  /** Posts with new comments, which only the list knows, by how many waited before. */
  const commented = new Map<string, number>();

  const tell = (roomId: string, input: RoomInput) =>
    client.batch.add({ type: 'rooms', input: { type: 'room', roomId, input } });

  const load = async () => {
    loads += 1;
    const number = loads;
    const items = parseActivity(await client.api().listActivity());
    if (number !== loads) return;
    client.dispatch({ type: 'activity.listed', items, isWhole: true });
    isListed = true;
    tellComments(items);
    const waiting = new Map<string, Map<string, number>>();
    for (const item of items) {
      if (item.kind !== 'thread') continue;
      const inRoom = waiting.get(item.room.id) ?? new Map<string, number>();
      waiting.set(item.room.id, inRoom.set(item.thread.root.id, item.thread.unread));
    }
    for (const [roomId, { threadNews }] of client.state().rooms) {
      const unread = waiting.get(roomId) ?? new Map<string, number>();
      const rootIds = new Set([...threadNews.keys(), ...unread.keys()]);
      for (const rootId of rootIds)
        tell(roomId, { type: 'threadNews', rootId, unread: unread.get(rootId) ?? 0 });
    }
  };

  const tellComments = (items: readonly ActivityItem[]) => {
    for (const item of items) {
      if (item.kind !== 'comments') continue;
      const before = commented.get(item.post.id);
      if (before === undefined || item.unread <= before) continue;
      commented.delete(item.post.id);
      notifying.hearComment(item);
    }
  };

  /** What waited already when the client came is not told. */
  const noteComments = (postId: string, unread: number) => {
    const known = client
      .state()
      .activity.find((item) => item.kind === 'comments' && item.post.id === postId);
    const before = commented.get(postId) ?? (known?.kind === 'comments' ? known.unread : 0);
    if (unread <= before) commented.delete(postId);
    else if (isListed) commented.set(postId, before);
  };

  // Whoever presses the key at once is led to it.
  const add = (message: MessageView) => {
    const { rooms, activity } = client.state();
    const known = rooms.get(message.roomId)?.room;
    if (known === undefined) return;
    const { id, slug, name } = known;
    const item = {
      kind: 'mention',
      at: message.createdAt,
      room: { id, slug, name },
      message,
    } as const;
    client.dispatch({
      type: 'activity.listed',
      items: [item, ...activity].slice(0, limits.activity),
    });
  };

  // Much happens at once, and one look tells all of it. Failing is harmless: the next word asks again.
  const loadSoon = () => {
    timer ??= setTimeout(() => {
      timer = null;
      if (isOnline(client.state())) load().catch(() => {});
    }, gatherMs);
  };

  return {
    hear(event) {
      switch (event.type) {
        case 'activity.joined':
          keywords.load();
          return loadSoon();
        case 'keywords.changed':
          return keywords.hear(event.words);
        case 'mentioned':
          notifying.hear(event.message, true);
          tell(event.roomId, {
            type: 'called',
            seq: event.message.seq,
            isInThread: event.message.threadId !== null,
          });
          add(event.message);
          return loadSoon();
        case 'room.read':
          tell(event.roomId, { ...event, type: 'marked' });
          return loadSoon();
        case 'thread.activity': {
          const { roomId, rootId, unread } = event;
          tell(roomId, { type: 'threadNews', rootId, unread });
          return loadSoon();
        }
        case 'comments.activity': {
          noteComments(event.postId, event.unread);
          // What is read goes at once; what is new comes with its beginning, which only the list knows.
          const items = client
            .state()
            .activity.filter((item) => item.kind !== 'comments' || item.post.id !== event.postId);
          if (event.unread === 0) client.dispatch({ type: 'activity.listed', items });
          return loadSoon();
        }
        case 'room.activity': {
          const { roomId, lastSeq, lastMain } = event;
          return tell(roomId, { type: 'progressed', lastSeq, lastMain });
        }
        case 'rooms.listed':
          return client.batch.add({ type: 'rooms', input: { ...event, type: 'heard' } });
        case 'room.notify':
          return tell(event.roomId, { type: 'notifySet', membership: event });
        case 'scheduled.failed':
          return scheduled.hearFailure(event.scheduled);
        case 'room.hidden':
          return loadSoon();
        case 'room.entered':
        case 'room.gone':
      }
    },
    stop() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      loads += 1;
      isListed = false;
      commented.clear();
    },
  };
}

function isOnline({ connection, me }: AppState): boolean {
  return connection.phase === 'online' && me !== null;
}
