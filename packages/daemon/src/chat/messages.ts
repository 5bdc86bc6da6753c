// Messages: sending, being read, and typing.

import { excerptOf, type QuoteView, type SendMessageInput } from '@parley/shared/chat';
import { invalidField } from '@parley/shared/errors';
import { limits } from '@parley/shared/limits';
import { stripForStorage } from '@parley/shared/text';
import type { Scope } from '../accounts/index.ts';
import type { Access } from './access.ts';
import type { ChatDeps } from './chat.ts';
import { roomTopic } from './events.ts';
import type { MessageFinder } from './history.ts';
import { toMessageView } from './message.ts';
import type { RoomAccess } from './room.ts';
import { createTypingThrottle } from './typing.ts';
import type { MessageWriter } from './writer.ts';

export interface Messages {
  /** Stored exactly once per (author, clientId). Broadcasts `message.created` after the commit. */
  sendMessage(scope: Scope, input: SendMessageInput): Promise<{ id: string; seq: number }>;
  /** Markers only move forward. */
  markRead(scope: Scope, ref: string, seq: number): Promise<void>;
  /** Throttled; broadcasts `typing`. */
  sendTyping(scope: Scope, ref: string): Promise<void>;
}

export function createMessages(
  { repo, pubsub, clock, ids }: ChatDeps,
  { access, writer, findMessage }: { access: Access; writer: MessageWriter } & MessageFinder,
): Messages {
  const { sql } = repo;
  const canType = createTypingThrottle(clock);
  /** What a reply quotes, if the sender may see it. */
  async function findQuote(
    id: string,
    { room, visibleAfter }: Pick<RoomAccess, 'room' | 'visibleAfter'>,
  ): Promise<QuoteView> {
    const parent = await findMessage(id);
    if (
      !parent ||
      parent.roomId !== room.id ||
      parent.deletedAt !== null ||
      Number(parent.seq) <= visibleAfter
    ) {
      throw invalidField('replyTo', 'is no message of this room');
    }
    const { seq, author, body } = toMessageView(parent);
    return { id, seq, author, excerpt: excerptOf(body) };
  }

  return {
    async sendMessage(scope, input) {
      const found = await access.authorize(scope, 'send', input.room);
      const { room, user } = found;
      const quote = input.replyTo ? await findQuote(input.replyTo, found) : null;
      const { stored } = await writer.write(room.id, {
        id: ids.uuid(),
        author: { id: user.id, username: user.username, displayName: user.displayName },
        clientId: input.clientId,
        body: stripForStorage(input.body),
        replyTo: input.replyTo ?? null,
        quote,
        createdAt: clock.now(),
      });
      return { id: stored.id, seq: Number(stored.seq) };
    },

    async markRead(scope, ref, seq) {
      const { room, membership, user } = await access.authorize(scope, 'read', ref);
      if (!membership) return;
      const read = Math.min(seq, room.lastSeq);
      await sql`
        update memberships set last_read_seq = ${read}
        where room_id = ${room.id} and user_id = ${user.id} and last_read_seq < ${read}`;
    },

    async sendTyping(scope, ref) {
      const { room, user } = await access.authorize(scope, 'send', ref);
      if (!canType(`${room.id} ${user.id}`)) return;
      pubsub.publish(roomTopic(room.id), {
        type: 'typing',
        user: { id: user.id, username: user.username },
        expiresInMs: limits.typingExpiresMs,
      });
    },
  };
}
