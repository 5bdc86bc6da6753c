// Every server→client event: one discriminated union per topic, told apart by `type`.

import type { CommentView, PostListItem } from './blog.ts';
import type {
  MemberMark,
  MembershipView,
  MemberView,
  MessageView,
  NotifyLevel,
  RoomView,
} from './chat.ts';
import type { PresenceState } from './presence.ts';
import type { ScheduledMessageView } from './scheduled.ts';

/**
 * What `chat.onRoom` sends. `room.joined` comes first, then `presence.state`, then live events.
 * All are tracked: the id is the room's `seq` up to which the subscriber has everything. One that
 * comes back with the last id as `lastEventId` misses nothing.
 */
export type RoomEvent =
  | {
      type: 'room.joined';
      room: RoomView;
      membership: MembershipView | null;
      /** The newest messages, or with `lastEventId` all after it; oldest first. */
      messages: MessageView[];
      /** More was missed than is replayed: messages after `afterSeq` and before `beforeSeq` are to be paged in. */
      gap: { afterSeq: number; beforeSeq: number } | null;
      /** With `lastEventId`: older messages that were changed since; a deleted one has no body. */
      changed: MessageView[];
      /**
       * Members with a role here and those who are muted, owners first; only the first hundred. A server of
       * before there were marks tells none.
       */
      marked?: MemberMark[];
    }
  /**
   * The first people, by key, and how many there are in all; `presence.list` has the others. It comes
   * again in place of a diff of very many.
   */
  | { type: 'presence.state'; state: PresenceState; count: number }
  /** `count`: how many people there are now. */
  | { type: 'presence.diff'; joins: PresenceState; leaves: PresenceState; count: number }
  | { type: 'message.created'; seq: number; message: MessageView }
  /** The message as it is now: its text, and its reactions. */
  | { type: 'message.edited'; seq: number; message: MessageView }
  | { type: 'message.deleted'; seq: number; id: string; change: number; deletedAt: string }
  | ({ type: 'message.pinned'; pinnedAt: string } & Pin)
  | ({ type: 'message.unpinned' } & Pin)
  | ({ type: 'reaction.added' } & Reaction)
  | ({ type: 'reaction.removed' } & Reaction)
  /** `threadId` is the first message of the thread that one types in; null: in the room itself. */
  | {
      type: 'typing';
      user: { id: string; username: string };
      threadId: string | null;
      expiresInMs: number;
    }
  | { type: 'room.updated'; room: RoomView }
  | { type: 'member.joined'; member: MemberView }
  /** Role or mute of a member changed. */
  | { type: 'member.updated'; member: MemberView }
  /** `by`: who put them out, where they did not go by themselves. */
  | { type: 'member.left'; userId: string; username: string; by?: string };

/**
 * What `chat.onActivity` sends: enough to keep counts right without asking. `activity.joined` comes at
 * the start and whenever news may have been lost: ask for the list anew.
 */
export type ActivityEvent =
  | { type: 'activity.joined' }
  /** A room has new messages; told at most a few times a second. */
  | { type: 'room.activity'; roomId: string; lastSeq: number; lastMain: number }
  /** One of my markers moved, in the room or in a thread of it, here or on another device. */
  | {
      type: 'room.read';
      roomId: string;
      lastReadSeq: number;
      readMain: number;
      mentions: number;
      threadMentions: number;
    }
  /** Somebody called me. */
  | { type: 'mentioned'; roomId: string; message: MessageView }
  /** A thread that I follow has a new reply, or I have read in it. */
  | { type: 'thread.activity'; roomId: string; rootId: string; replyCount: number; unread: number }
  /** So many comments of others on a post wait for me now: on my own, or answers to mine. */
  | { type: 'comments.activity'; postId: string; unread: number }
  /** My keywords are these now. */
  | { type: 'keywords.changed'; words: string[] }
  /** What I had scheduled could not be sent. */
  | { type: 'scheduled.failed'; scheduled: ScheduledMessageView }
  /**
   * Public rooms that came to be or changed, whether I am in them or not; told at most twice a second.
   * `gone`: ids of those that became private: who is not in them has them no more.
   */
  | { type: 'rooms.listed'; rooms: RoomView[]; gone?: string[] }
  /** I came into a room, or am no more in it. `by`: who brought me in. */
  | { type: 'room.entered'; roomId: string; by?: string }
  | { type: 'room.gone'; roomId: string; putOut?: PutOut }
  /** I put a direct talk away. It is listed again, and told of by `room.activity`, once somebody writes in it. */
  | { type: 'room.hidden'; roomId: string }
  /** What of a room notifies me is this now. */
  | { type: 'room.notify'; roomId: string; notify: NotifyLevel; quietUntil: string | null };

/** Told to whom it befell. */
export interface PutOut {
  /** A username. */
  by: string;
  /** Whoever is banned may not come in again. */
  ban?: { reason: string; until: string | null };
}

/** `seq` and `messageId` are those of the message; `user` is who did it. */
export interface Pin {
  seq: number;
  messageId: string;
  change: number;
  user: { id: string; username: string };
}

/** `seq` and `messageId` are those of the message; `count` is what the emoji has now. */
export interface Reaction {
  seq: number;
  messageId: string;
  change: number;
  emoji: string;
  count: number;
  user: { id: string; username: string };
}

/**
 * What `blog.onPosts` sends. `posts.joined` comes at the start, so a client knows it is live, and again
 * whenever news may have been lost: read the list after it.
 */
export type PostEvent =
  | { type: 'posts.joined' }
  | { type: 'post.published'; post: PostListItem }
  | { type: 'post.updated'; post: PostListItem }
  | { type: 'post.unpublished'; id: string }
  | { type: 'post.deleted'; id: string };

/**
 * What `blog.onComments` sends. `comments.joined` comes at the start, and again whenever news may
 * have been lost or was too large: read the list after it, and nothing is missed. A deletion holds ids only.
 */
export type CommentEvent =
  | { type: 'comments.joined' }
  | { type: 'comment.created'; comment: CommentView }
  | { type: 'comment.updated'; comment: CommentView }
  | { type: 'comment.deleted'; id: string; postId: string; deletedAt: string };

/** The wire form: tracked events arrive in tRPC's envelope, the others bare. */
export type Tracked<Event> = { id: string; data: Event };
export type Delivered<Event extends { type: string }> = Tracked<Event> | Event;

/** The event of a delivery, whichever form it came in. */
export function unwrapDelivered<Event extends { type: string }>(
  delivered: Delivered<Event>,
): Event {
  return 'data' in delivered ? delivered.data : delivered;
}
