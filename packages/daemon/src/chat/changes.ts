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
import type { Audit, Scope, UserScope } from '../accounts/index.ts';
import type { Repo, Transaction } from '../repo/index.ts';
import type { Clock } from '../telemetry/index.ts';
import { forgetCalls } from './calls.ts';
import type { ChangeMaker } from './changing.ts';
import type { MessageFinder } from './history.ts';
import { listReactions, type MessageRow, type Reactions, toMessageView } from './message.ts';

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

export function createChanges(deps: {
  repo: Repo;
  clock: Clock;
  audit: Audit;
  maker: ChangeMaker;
  findMessage: MessageFinder['findMessage'];
}): Changes {
  const { repo, clock, audit, findMessage } = deps;
  const { find, change } = deps.maker;

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
        await forgetCalls(tx, message.roomId, [message.seq]);
        await tx.execute(sql`
          update messages set body = '', reactions = '[]', pinned_at = null, deleted_at = ${deletedAt.toISOString()}
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
        const reactions = listReactions(message.reactions);
        const before = usersOf(reactions, emoji);
        if (before.includes(caller.user.id)) return null;
        if (before.length === 0 && reactions.length >= limits.emojiPerMessage) {
          throw invalidField('emoji', `would be one too many: ${limits.emojiPerMessage} at most`);
        }
        if (before.length >= limits.usersPerEmoji) {
          throw new DomainError('limited', 'Too many people have reacted with this already.');
        }
        const users = [...before, caller.user.id];
        await writeReactions(tx, id, withUsers(reactions, emoji, users));
        return toReaction('reaction.added', { caller, message, emoji, count: users.length });
      });
    },

    async removeReaction(scope, { messageId: id, emoji }) {
      await change(scope, { action: 'react', id }, async ({ scope: caller, message, tx }) => {
        const reactions = listReactions(message.reactions);
        const before = usersOf(reactions, emoji);
        const users = before.filter((userId) => userId !== caller.user.id);
        if (users.length === before.length) return null;
        await writeReactions(tx, id, withUsers(reactions, emoji, users));
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

const usersOf = (reactions: Reactions, emoji: string): readonly string[] =>
  reactions.find(([one]) => one === emoji)?.[1] ?? [];

/** An emoji keeps its place as long as somebody stands by it; a new one comes last. */
function withUsers(reactions: Reactions, emoji: string, users: readonly string[]): Reactions {
  const isNew = !reactions.some(([one]) => one === emoji);
  return (isNew ? [...reactions, [emoji, []] as const] : reactions)
    .map(([one, before]) => [one, one === emoji ? users : before] as const)
    .filter(([, after]) => after.length > 0);
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
