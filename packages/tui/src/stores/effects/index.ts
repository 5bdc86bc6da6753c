// The door of the effects: everything the client does to the outside world, wired to one store.

import type { AppEvent } from '../app-state.ts';
import type { AppStore } from '../app-store.ts';
import type { ClientApi } from '../client-api.ts';
import { createEventBatch } from '../event-batch.ts';
import { defaultNotifyRules, type NotifyRules } from '../notification.ts';
import type { UnsentLine } from '../unsent.ts';
import { createActivity } from './activity.ts';
import { createAttention } from './attention.ts';
import type { Client, Ports } from './client.ts';
import { createClock } from './clock.ts';
import { type CommentReading, createCommentReading } from './comment-reading.ts';
import { type CommentEffects, createComments } from './comments.ts';
import { createIdle, type Idle } from './idle.ts';
import { createKeywordEffects, type KeywordEffects } from './keywords.ts';
import { createMessageChanges, type MessageChanges } from './message-changes.ts';
import { createMessageSearch, type MessageSearchEffects } from './message-search.ts';
import { createNaming } from './naming.ts';
import { createNotifying, type NotifyPace } from './notifying.ts';
import { createOwnStatus, type OwnStatus } from './own-status.ts';
import { createPaging, type Paging } from './paging.ts';
import { createPins, type Pins } from './pins.ts';
import {
  createPostKeeping,
  type PostKeeping,
  type WritingPace,
  writingPace,
} from './post-keeping.ts';
import { createPostVersions, type PostVersionEffects } from './post-versions.ts';
import { createPostWriting, type PostWriting } from './post-writing.ts';
import { createPostEffects, type PostEffects } from './posts.ts';
import { createReturning } from './returning.ts';
import { createRoomInvites, type RoomInviteEffects } from './room-invites.ts';
import { createRoomKeeping, type RoomKeeping } from './room-keeping.ts';
import { createRoomSettings, type RoomSettingsEffects } from './room-settings.ts';
import { createRoomThreadEffects, type RoomThreadEffects } from './room-threads.ts';
import { createRoomEffects, type RoomEffects } from './rooms.ts';
import { createScheduled, type Scheduled } from './scheduled.ts';
import { createSending, type Sending } from './sending.ts';
import { createSessionEffects, type SessionEffects } from './session.ts';
import { createShowing, type Showing } from './showing.ts';

export { attempt, type Client, type Ports } from './client.ts';
export { showComment } from './comment-reading.ts';
export type { Idle } from './idle.ts';
export { takeBack } from './taking-back.ts';

export interface Effects {
  readonly client: Client;
  readonly session: SessionEffects;
  readonly rooms: RoomEffects;
  readonly posts: PostEffects;
  readonly writing: PostWriting;
  readonly keeping: PostKeeping;
  readonly versions: PostVersionEffects;
  readonly sending: Sending;
  readonly messages: MessageChanges;
  readonly pins: Pins;
  readonly scheduled: Scheduled;
  readonly keywords: KeywordEffects;
  readonly roomKeeping: RoomKeeping;
  readonly invites: RoomInviteEffects;
  readonly settings: RoomSettingsEffects;
  readonly finding: MessageSearchEffects;
  readonly threads: RoomThreadEffects;
  readonly status: OwnStatus;
  readonly idle: Idle;
  readonly showing: Showing;
  readonly comments: CommentEffects;
  readonly commentReading: CommentReading;
  readonly paging: Paging;
  /** Ends every timer, subscription and connection. */
  stop(): void;
}

/** @param options.firstRoom the id of the room that was open last time, or null. */
export function createEffects(
  store: AppStore,
  ports: Ports,
  {
    firstRoom = null,
    firstPlace = null,
    pace = writingPace,
    notify = defaultNotifyRules,
    notifyPace,
    idleAfterMs = null,
    unsent = [],
  }: {
    firstRoom?: string | null;
    /** The message to begin at. */
    firstPlace?: string | null;
    pace?: WritingPace;
    notify?: NotifyRules;
    notifyPace?: NotifyPace;
    idleAfterMs?: number | null;
    /** Lines that were not sent before the client ended. */
    unsent?: readonly UnsentLine[];
  } = {},
): Effects {
  let present: ClientApi | null = null;
  const dispatch = (...events: AppEvent[]) => store.dispatch(...events);
  const client: Client = {
    store,
    ports,
    batch: createEventBatch((events) => dispatch(...events)),
    state: store.getState,
    dispatch,
    api() {
      if (present === null) throw new Error('no server was chosen');
      return present;
    },
  };
  const paging = createPaging(client);
  const idle = createIdle(client, idleAfterMs);
  const notifying = createNotifying(client, { rules: notify, idle }, notifyPace);
  const scheduled = createScheduled(client);
  const keywords = createKeywordEffects(client);
  const heard = createActivity(client, { notifying, scheduled, keywords });
  const pins = createPins(client);
  const sending = createSending(client);
  const rooms = createRoomEffects(client, { paging, heard, notifying, pins, sending });
  const posts = createPostEffects(client);
  const writing = createPostWriting(client);
  const keeping = createPostKeeping(client, writing, pace);
  const comments = createComments(client);
  const commentReading = createCommentReading(client, posts);
  const threads = createRoomThreadEffects(client);
  const showing = createShowing(client, { rooms, threads });
  const finding = createMessageSearch(client);
  const returning = createReturning(client, unsent);
  let place = firstPlace;
  const attention = createAttention(client, { paging, idle });
  const clock = createClock(client);
  const naming = createNaming(client);
  const session = createSessionEffects({
    client,
    firstRoom: () => firstRoom,
    useApi(api) {
      present = api;
    },
    async onReady() {
      idle.remind();
      await rooms.refresh();
      returning.remind();
      posts.lists.subscribe();
      sending.resume();
      comments.sending.resume();
      writing.remind();
      scheduled.remind();
      if (place !== null) showing.goToWritten(place);
      place = null;
    },
    onGone() {
      rooms.stop();
      posts.stop();
    },
  });
  return {
    client,
    session,
    rooms,
    posts,
    writing,
    keeping,
    versions: createPostVersions(client),
    sending,
    messages: createMessageChanges(client),
    pins,
    scheduled,
    keywords,
    roomKeeping: createRoomKeeping(client),
    invites: createRoomInvites(client),
    settings: createRoomSettings(client),
    finding,
    threads,
    status: createOwnStatus(client),
    idle,
    showing,
    comments,
    commentReading,
    paging,
    stop() {
      attention.stop();
      paging.stop();
      notifying.stop();
      finding.stop();
      returning.stop();
      threads.stop();
      keeping.stop();
      clock.stop();
      naming.stop();
      idle.stop();
      sending.stop();
      commentReading.stop();
      comments.stop();
      rooms.stop();
      posts.stop();
      client.batch.stop();
      session.stop();
    },
  };
}
