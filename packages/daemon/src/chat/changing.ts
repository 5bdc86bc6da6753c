// How a change to a message that stands is made: in its room's turn, under a number, told after the commit.

import { sql } from 'drizzle-orm';
import { requireUser, type Scope, type UserScope } from '../accounts/index.ts';
import type { PubSub } from '../pubsub/index.ts';
import type { Repo, Transaction } from '../repo/index.ts';
import type { Clock } from '../telemetry/index.ts';
import type { Access } from './access.ts';
import { type MessageChange, roomTopic } from './events.ts';
import type { MessageFinder } from './history.ts';
import type { MessageRow, StoredReactions } from './message.ts';
import { authorizeMessage, type MessageAction, noSuchMessage, refuseSending } from './policy.ts';
import type { MessageWriter } from './writer.ts';

/** What a change works on: the message as it is under the room's lock, with the number of the change. */
export interface Changing {
  scope: UserScope;
  message: MessageRow;
  tx: Transaction;
}

/** Thrown to roll back a change that would change nothing. */
class Unchanged extends Error {}

export interface ChangeMaker {
  /** The message, if the caller may do that with it. @throws not_found, forbidden */
  find(scope: Scope, action: MessageAction, id: string): Promise<MessageRow>;
  /** `run` answers what is broadcast after the commit, or null when nothing had to be changed. */
  change(
    scope: Scope,
    what: { action: MessageAction; id: string },
    run: (changing: Changing) => Promise<MessageChange | null>,
  ): Promise<void>;
}

/** Where one may not write, one does not do these to what stands either. */
const writing: readonly MessageAction[] = ['edit', 'react', 'pin'];

/**
 * A change takes the room's row lock, as sending does: so changes have dense numbers of their own,
 * and a place among the messages, the newest seq at their time. A subscriber with a later message
 * has the change; one that resumes is told of all changes made since the message it had last.
 */
export function createChangeMaker(
  deps: {
    repo: Repo;
    pubsub: PubSub;
    clock: Clock;
    access: Access;
    writer: MessageWriter;
  } & MessageFinder,
): ChangeMaker {
  const { repo, pubsub, clock, access, writer, findMessage } = deps;

  async function find(scope: Scope, action: MessageAction, id: string): Promise<MessageRow> {
    const message = await findMessage(id);
    const found = message && (await access.find(scope, message.roomId));
    authorizeMessage(scope, action, message && found ? { ...found, message } : null);
    const refusal = writing.includes(action) && refuseSending(scope, found!, clock.now());
    if (refusal) throw refusal;
    return message!;
  }

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
        reactions: StoredReactions;
        pinnedAt: string | null;
        isDeleted: boolean;
        replyCount: string | null;
        lastReplyAt: string | null;
      }>(sql`
        select m.body, m.reactions, m.pinned_at as "pinnedAt", m.deleted_at is not null as "isDeleted",
          t.last_no as "replyCount", t.last_reply_at as "lastReplyAt"
        from messages m left join threads t on t.root_id = m.id where m.id = ${id}`);
      if (!room || !now || now.isDeleted) throw noSuchMessage();
      const message = {
        ...found,
        body: now.body,
        reactions: now.reactions,
        pinnedAt: toDate(now.pinnedAt),
        replyCount: now.replyCount,
        lastReplyAt: toDate(now.lastReplyAt),
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

  return { find, change };
}

const toDate = (text: string | null): Date | null => (text === null ? null : new Date(text));
