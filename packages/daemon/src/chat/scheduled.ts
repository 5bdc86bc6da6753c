// Messages that are sent later: kept with their job, and once sent, gone.

import { DomainError, invalidField } from '@parley/shared/errors';
import { limits } from '@parley/shared/limits';
import type {
  ScheduledMessageView,
  ScheduleMessageInput,
  UpdateScheduledInput,
} from '@parley/shared/scheduled';
import { stripForStorage } from '@parley/shared/text';
import { sql } from 'drizzle-orm';
import { type Acting, requireUser, type Scope } from '../accounts/index.ts';
import { dequeue, enqueue } from '../jobs/index.ts';
import type { PubSub } from '../pubsub/index.ts';
import type { Repo, Transaction } from '../repo/index.ts';
import type { Clock, Ids } from '../telemetry/index.ts';
import type { Access } from './access.ts';
import type { MessageFinder } from './history.ts';
import { scheduledMessageKey, sendScheduledMessage } from './jobs.ts';
import { requireQuoted, requireRoot } from './message.ts';
import type { Messages } from './messages.ts';
import { refuseSending } from './policy.ts';
import { listScheduledRows, toScheduledView } from './scheduled-rows.ts';
import { createScheduledSending, findFirstBody } from './scheduled-sending.ts';

export interface Scheduling {
  /**
   * Kept once per (author, clientId). Who may write in the room is asked now, and again at that time.
   * @throws not_found, forbidden, invalid; limited with {@link limits.scheduledMessages} that wait.
   */
  scheduleMessage(scope: Scope, input: ScheduleMessageInput): Promise<ScheduledMessageView>;
  /** The caller's own that wait or could not be sent, the next one first. */
  listScheduled(scope: Scope): Promise<ScheduledMessageView[]>;
  /**
   * Another text or time; one that could not be sent waits again.
   * @throws conflict when it is sent already.
   */
  updateScheduled(scope: Scope, input: UpdateScheduledInput): Promise<ScheduledMessageView>;
  /** @throws conflict when it is sent already: then it waits no more, and stands in its room. */
  cancelScheduled(scope: Scope, id: string): Promise<void>;
  /**
   * Sends what is due, or only the one named, each once. What may not be sent stays with its author and
   * says why; broadcasts `scheduled.failed` to them. For the daemon's own jobs. Answers how many were sent.
   */
  sendScheduled(id?: string): Promise<number>;
}

const dayMs = 86_400_000;

export function createScheduling(
  deps: {
    repo: Repo;
    pubsub: PubSub;
    clock: Clock;
    ids: Ids;
    access: Access;
    acting: Acting;
    sendMessage: Messages['sendMessage'];
  } & MessageFinder,
): Scheduling {
  const { repo, clock, ids, access, findMessage } = deps;

  async function find(authorId: string, id: string): Promise<ScheduledMessageView> {
    const [row] = await listScheduledRows(repo.sql, authorId, id);
    if (!row) throw noSuchMessage();
    return toScheduledView(row);
  }

  function requireTime(sendAt: Date): void {
    const aheadMs = sendAt.getTime() - clock.now().getTime();
    if (aheadMs <= 0) throw invalidField('sendAt', 'must be in the future');
    if (aheadMs > limits.scheduleDays * dayMs) {
      throw invalidField('sendAt', `must be within ${limits.scheduleDays} days`);
    }
  }

  const enqueueSending = (tx: Transaction, id: string, runAt: Date) =>
    enqueue(tx, sendScheduledMessage, { id }, { key: scheduledMessageKey(id), runAt });

  /** Sent and still here, because a daemon died before it could say so, is too late to change. */
  async function lock(tx: Transaction, authorId: string, id: string) {
    const [row] = await tx.execute<{ failure: string | null; clientId: string }>(sql`
      select failure, client_id as "clientId" from scheduled_messages
      where id = ${id} and author_id = ${authorId} for update`);
    if (!row) throw noSuchMessage();
    const first = await findFirstBody(tx, { authorId, clientId: row.clientId });
    return { failure: row.failure, isSent: first !== null };
  }

  return {
    async scheduleMessage(scope, input) {
      const sendAt = new Date(input.sendAt);
      const found = await access.authorize(scope, 'send', input.room);
      const { room, user } = found;
      const refusal = refuseSending(scope, found, sendAt);
      if (refusal) throw refusal;
      requireTime(sendAt);
      const threadId = input.threadId ?? null;
      if (threadId) requireRoot(await findMessage(threadId), found);
      const replyTo = input.replyTo ?? null;
      if (replyTo) requireQuoted(await findMessage(replyTo), found);
      const id = await repo.transact(async (tx) => {
        // One at a time per author, so that the count holds.
        await tx.execute(sql`select 1 from users where id = ${user.id} for no key update`);
        const [known] = await tx.execute<{ id: string; roomId: string }>(sql`
          select id, room_id as "roomId" from scheduled_messages
          where author_id = ${user.id} and client_id = ${input.clientId}`);
        if (known && known.roomId !== room.id) throw usedElsewhere();
        if (known) return known.id;
        const [sent] = await tx.execute(sql`
          select 1 from messages where author_id = ${user.id} and client_id = ${input.clientId}`);
        if (sent) throw usedElsewhere();
        const [waiting] = await tx.execute<{ count: number }>(sql`
          select count(*)::int as count from scheduled_messages where author_id = ${user.id}`);
        if (waiting!.count >= limits.scheduledMessages) {
          const most = `${limits.scheduledMessages} messages of yours wait already`;
          throw new DomainError('limited', `${most}. Cancel one first.`);
        }
        const made = ids.uuid();
        await tx.execute(sql`
          insert into scheduled_messages
            (id, room_id, author_id, client_id, body, thread_id, reply_to, send_at, created_at)
          values (${made}, ${room.id}, ${user.id}, ${input.clientId}, ${stripForStorage(input.body)},
            ${threadId}, ${replyTo}, ${sendAt.toISOString()}, ${clock.now().toISOString()})`);
        await enqueueSending(tx, made, sendAt);
        return made;
      });
      return find(user.id, id);
    },

    async listScheduled(scope) {
      requireUser(scope);
      return (await listScheduledRows(repo.sql, scope.user.id)).map(toScheduledView);
    },

    async updateScheduled(scope, { id, body, sendAt: written }) {
      requireUser(scope);
      const sendAt = written === undefined ? null : new Date(written);
      if (sendAt) requireTime(sendAt);
      await repo.transact(async (tx) => {
        const row = await lock(tx, scope.user.id, id);
        if (row.isSent) throw sentAlready();
        if (row.failure !== null && !sendAt) {
          throw invalidField('sendAt', 'is needed: its time has passed without it being sent');
        }
        await tx.execute(sql`
          update scheduled_messages set failure = null,
            body = coalesce(${body === undefined ? null : stripForStorage(body)}::text, body),
            send_at = coalesce(${sendAt?.toISOString() ?? null}::timestamptz, send_at)
          where id = ${id}`);
        if (sendAt) await enqueueSending(tx, id, sendAt);
      });
      return find(scope.user.id, id);
    },

    async cancelScheduled(scope, id) {
      requireUser(scope);
      const isSent = await repo.transact(async (tx) => {
        const row = await lock(tx, scope.user.id, id);
        await tx.execute(sql`delete from scheduled_messages where id = ${id}`);
        await dequeue(tx, scheduledMessageKey(id));
        return row.isSent && row.failure === null;
      });
      if (isSent) throw sentAlready();
    },

    sendScheduled: createScheduledSending(deps),
  };
}

function noSuchMessage(): DomainError {
  return new DomainError('not_found', 'There is no such message waiting.');
}

function usedElsewhere(): DomainError {
  return new DomainError('conflict', 'This clientId was already used for another message.');
}

function sentAlready(): DomainError {
  return new DomainError('conflict', 'It is sent already. Change it in its room.');
}
