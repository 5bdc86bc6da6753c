// Changes to messages that stand: editing, deleting, reacting.

import type {
  EditMessageInput,
  MessageEditView,
  MessageView,
  ReactionInput,
} from '@parley/shared/chat';
import { DomainError, invalidField } from '@parley/shared/errors';
import type { Reaction } from '@parley/shared/events';
import { limits } from '@parley/shared/limits';
import { stripForStorage } from '@parley/shared/text';
import { sql } from 'drizzle-orm';
import { type Audit, requireUser, type Scope, type UserScope } from '../accounts/index.ts';
import type { PubSub } from '../pubsub/index.ts';
import type { Repo, Transaction } from '../repo/index.ts';
import type { Clock } from '../telemetry/index.ts';
import type { Access } from './access.ts';
import { type MessageChange, roomTopic } from './events.ts';
import type { MessageFinder } from './history.ts';
import { type MessageRow, type Reactions, toMessageView } from './message.ts';
import { authorizeMessage, type MessageAction, noSuchMessage, refuseSending } from './policy.ts';
import type { MessageWriter } from './writer.ts';

export interface Changes {
  /** Broadcasts `message.edited`. The text before is kept. @throws not_found, forbidden */
  editMessage(scope: Scope, input: EditMessageInput): Promise<MessageView>;
  /** Leaves a tombstone: the text and all its versions are gone. Broadcasts `message.deleted`. */
  deleteMessage(scope: Scope, id: string): Promise<void>;
  /** Reacting twice with the same emoji is no error. Broadcasts `reaction.added`. */
  addReaction(scope: Scope, input: ReactionInput): Promise<void>;
  /** Broadcasts `reaction.removed`. */
  removeReaction(scope: Scope, input: ReactionInput): Promise<void>;
  /** What a message said before, newest first; for those who may read it. */
  listEdits(scope: Scope, id: string): Promise<MessageEditView[]>;
}

/** What a change works on: the message as it is under the room's lock, with the number of the change. */
interface Changing {
  scope: UserScope;
  message: MessageRow;
  tx: Transaction;
}

/** Thrown to roll back a change that would change nothing. */
class Unchanged extends Error {}

/**
 * A change takes the room's row lock, as sending does: so changes have dense numbers of their own,
 * and a place among the messages, the newest seq at their time. A subscriber with a later message
 * has the change; one that resumes is told of all changes made since the message it had last.
 */
export function createChanges(
  deps: {
    repo: Repo;
    pubsub: PubSub;
    clock: Clock;
    audit: Audit;
    access: Access;
    writer: MessageWriter;
  } & MessageFinder,
): Changes {
  const { repo, pubsub, clock, audit, access, writer, findMessage } = deps;

  async function find(scope: Scope, action: MessageAction, id: string): Promise<MessageRow> {
    const message = await findMessage(id);
    const found = message && (await access.find(scope, message.roomId));
    authorizeMessage(scope, action, message && found ? { ...found, message } : null);
    // Where one may not write, one does not change what stands either.
    const isChange = action === 'edit' || action === 'react';
    const refusal = isChange && refuseSending(scope, found!, clock.now());
    if (refusal) throw refusal;
    return message!;
  }

  /** `run` answers what is broadcast after the commit, or null when nothing had to be changed. */
  async function change(
    scope: Scope,
    { action, id }: { action: MessageAction; id: string },
    run: (changing: Changing) => Promise<MessageChange | null>,
  ): Promise<void> {
    requireUser(scope);
    const found = await find(scope, action, id);
    const write = async (tx: Transaction) => {
      const [room] = await tx.execute<{ lastChange: string; lastSeq: string }>(sql`
        update rooms set last_change = last_change + 1 where id = ${found.roomId}
        returning last_change as "lastChange", last_seq as "lastSeq"`);
      const [now] = await tx.execute<{
        body: string;
        reactions: Reactions;
        isDeleted: boolean;
      }>(sql`
        select body, reactions, deleted_at is not null as "isDeleted" from messages where id = ${id}`);
      if (!room || !now || now.isDeleted) throw noSuchMessage();
      const message = {
        ...found,
        body: now.body,
        reactions: now.reactions,
        change: room.lastChange,
      };
      const event = await run({ scope, message, tx });
      if (event === null) throw new Unchanged();
      await tx.execute(sql`
        update messages set change = ${room.lastChange}, changed_at_seq = ${room.lastSeq}
        where id = ${id}`);
      return { event, number: Number(room.lastChange) };
    };
    await writer.change(found.roomId, async () => {
      const done = await repo.transact(write).catch((error: unknown) => {
        if (error instanceof Unchanged) return null;
        throw error;
      });
      if (done === null) return;
      const broadcast = {
        type: 'message.changed',
        change: done.number,
        event: done.event,
      } as const;
      pubsub.publish(roomTopic(found.roomId), broadcast);
    });
  }

  return {
    async editMessage(scope, { id, body }) {
      const text = stripForStorage(body);
      await change(scope, { action: 'edit', id }, async ({ message, tx }) => {
        if (message.body === text) return null;
        const editedAt = clock.now();
        await tx.execute(sql`
          insert into message_edits (message_id, change, body, written_at)
          select id, ${message.change}, body, coalesce(edited_at, created_at) from messages where id = ${id}`);
        await tx.execute(sql`
          update messages set body = ${text}, edited_at = ${editedAt.toISOString()} where id = ${id}`);
        const edited = toMessageView({ ...message, body: text, editedAt });
        return { type: 'message.edited', seq: edited.seq, message: edited };
      });
      return toMessageView((await findMessage(id))!);
    },

    async deleteMessage(scope, id) {
      await change(scope, { action: 'delete', id }, async ({ scope: caller, message, tx }) => {
        const deletedAt = clock.now();
        await tx.execute(sql`delete from message_edits where message_id = ${id}`);
        // Nobody is called by what is no more there.
        await tx.execute(sql`
          with called as (
            delete from mentions where room_id = ${message.roomId} and seq = ${message.seq}
            returning user_id
          )
          update memberships m set unread_mentions = greatest(0, unread_mentions - 1)
          from called where m.room_id = ${message.roomId} and m.user_id = called.user_id
            and m.last_read_seq < ${message.seq}`);
        await tx.execute(sql`
          update messages set body = '', reactions = '{}', deleted_at = ${deletedAt.toISOString()}
          where id = ${id}`);
        if (message.authorId !== caller.user.id) {
          await audit.record(tx, caller, {
            action: 'chat.delete_message',
            subject: `message:${id}`,
            detail: { roomId: message.roomId, authorId: message.authorId },
          });
        }
        return {
          type: 'message.deleted',
          seq: Number(message.seq),
          id,
          change: Number(message.change),
          deletedAt: deletedAt.toISOString(),
        };
      });
    },

    async addReaction(scope, { messageId: id, emoji }) {
      await change(scope, { action: 'react', id }, async ({ scope: caller, message, tx }) => {
        const { [emoji]: before = [], ...others } = message.reactions;
        if (before.includes(caller.user.id)) return null;
        if (before.length === 0 && Object.keys(others).length >= limits.emojiPerMessage) {
          throw invalidField('emoji', `would be one too many: ${limits.emojiPerMessage} at most`);
        }
        if (before.length >= limits.usersPerEmoji) {
          throw new DomainError('limited', 'Too many people have reacted with this already.');
        }
        const users = [...before, caller.user.id];
        await writeReactions(tx, id, { ...message.reactions, [emoji]: users });
        return toReaction('reaction.added', { caller, message, emoji, count: users.length });
      });
    },

    async removeReaction(scope, { messageId: id, emoji }) {
      await change(scope, { action: 'react', id }, async ({ scope: caller, message, tx }) => {
        const { [emoji]: before = [], ...others } = message.reactions;
        const users = before.filter((userId) => userId !== caller.user.id);
        if (users.length === before.length) return null;
        await writeReactions(
          tx,
          id,
          users.length === 0 ? others : { ...message.reactions, [emoji]: users },
        );
        return toReaction('reaction.removed', { caller, message, emoji, count: users.length });
      });
    },

    async listEdits(scope, id) {
      await find(scope, 'read', id);
      const rows = await repo.sql<{ body: string; writtenAt: Date }[]>`
        select body, written_at as "writtenAt" from message_edits
        where message_id = ${id} order by change desc limit ${limits.pageMax}`;
      return rows.map(({ body, writtenAt }) => ({ body, writtenAt: writtenAt.toISOString() }));
    },
  };
}

async function writeReactions(tx: Transaction, id: string, reactions: Reactions): Promise<void> {
  await tx.execute(
    sql`update messages set reactions = ${JSON.stringify(reactions)}::jsonb where id = ${id}`,
  );
}

function toReaction(
  type: 'reaction.added' | 'reaction.removed',
  of: { caller: UserScope; message: MessageRow; emoji: string; count: number },
): { type: 'reaction.added' | 'reaction.removed' } & Reaction {
  const { id, username } = of.caller.user;
  return {
    type,
    seq: Number(of.message.seq),
    messageId: of.message.id,
    change: Number(of.message.change),
    emoji: of.emoji,
    count: of.count,
    user: { id, username },
  };
}
