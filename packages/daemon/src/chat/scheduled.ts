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
import { userTopic } from './events.ts';
import type { MessageFinder } from './history.ts';
import { scheduledMessageKey, sendScheduledMessage } from './jobs.ts';
import type { Messages } from './messages.ts';
import { refuseSending } from './policy.ts';

export interface Scheduling {
  /**
   * Kept once per (author, clientId). Who may write in the room is asked now, and again at that time.
   * @throws not_found, forbidden, invalid; limited with {@link limits.scheduledMessages} that wait.
   */
  scheduleMessage(scope: Scope, input: ScheduleMessageInput): Promise<ScheduledMessageView>;
  /** The caller's own that wait or could not be sent, the next one first. */
  listScheduled(scope: Scope): Promise<ScheduledMessageView[]>;
  /** Another text or time; one that could not be sent waits again. */
  updateScheduled(scope: Scope, input: UpdateScheduledInput): Promise<ScheduledMessageView>;
  cancelScheduled(scope: Scope, id: string): Promise<void>;
  /**
   * Sends what is due, or only the one named, each once. What may not be sent stays with its author and
   * says why; broadcasts `scheduled.failed` to them. For the daemon's own jobs. Answers how many were sent.
   */
  sendScheduled(id?: string): Promise<number>;
}

interface Row {
  id: string;
  roomId: string;
  authorId: string;
  clientId: string;
  body: string;
  threadId: string | null;
  sendAt: Date;
  failure: string | null;
  createdAt: Date;
  slug: string | null;
  name: string | null;
}

const dayMs = 86_400_000;
const sweepSize = 100;
/** What does not pass by itself. The rest is tried again. */
const lasting: readonly string[] = ['forbidden', 'not_found', 'invalid', 'conflict'];

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
  const { repo, pubsub, clock, ids, access, acting, sendMessage, findMessage } = deps;

  /** A room that its author may not see any more has no name for them either. */
  async function list(authorId: string, id: string | null = null): Promise<Row[]> {
    return repo.sql<Row[]>`
      select s.id, s.room_id as "roomId", s.author_id as "authorId", s.client_id as "clientId", s.body,
        s.thread_id as "threadId", s.send_at as "sendAt", s.failure, s.created_at as "createdAt",
        r.slug, r.name
      from scheduled_messages s
      left join memberships m on m.room_id = s.room_id and m.user_id = s.author_id
      left join rooms r on r.id = s.room_id and (r.visibility = 'public' or m.user_id is not null)
      where s.author_id = ${authorId} and (${id}::uuid is null or s.id = ${id}::uuid)
      order by s.send_at, s.id limit ${limits.scheduledMessages}`;
  }

  async function find(authorId: string, id: string): Promise<ScheduledMessageView> {
    const [row] = await list(authorId, id);
    if (!row) throw noSuchMessage();
    return toView(row);
  }

  function requireTime(sendAt: Date): void {
    const aheadMs = sendAt.getTime() - clock.now().getTime();
    if (aheadMs <= 0) throw invalidField('sendAt', 'must be in the future');
    if (aheadMs > limits.scheduleDays * dayMs) {
      throw invalidField('sendAt', `must be within ${limits.scheduleDays} days`);
    }
  }

  async function requireThread(id: string, room: { id: string; visibleAfter: number }) {
    const root = await findMessage(id);
    const isThere =
      root?.roomId === room.id && root.deletedAt === null && Number(root.seq) > room.visibleAfter;
    if (!isThere) throw invalidField('threadId', 'is no message of this room');
    if (root.threadId !== null) throw invalidField('threadId', 'is itself in a thread');
  }

  const enqueueSending = (tx: Transaction, id: string, runAt: Date) =>
    enqueue(tx, sendScheduledMessage, { id }, { key: scheduledMessageKey(id), runAt });

  /** True when it was sent, or had been by somebody who did not come to say so. */
  async function sendIfDue(id: string): Promise<boolean> {
    const failed = await repo.transact(async (tx) => {
      // Held until the message is stored: whoever changes or cancels it comes before, or too late.
      const [row] = await tx.execute<{
        authorId: string;
        roomId: string;
        clientId: string;
        body: string;
        threadId: string | null;
      }>(sql`
        select author_id as "authorId", room_id as "roomId", client_id as "clientId", body,
          thread_id as "threadId"
        from scheduled_messages
        where id = ${id} and failure is null and send_at <= now() for update`);
      if (!row) return 'gone' as const;
      const { authorId, roomId, clientId, body } = row;
      const scope = await acting.readScope(authorId);
      try {
        if (!scope) throw new DomainError('forbidden', 'The account is suspended.');
        const threadId = row.threadId ?? undefined;
        await sendMessage(scope, { room: roomId, body, clientId, threadId });
      } catch (error) {
        if (!(error instanceof DomainError) || !lasting.includes(error.code)) throw error;
        const failure =
          error.code === 'not_found' ? 'You are not in that room any more.' : error.message;
        await tx.execute(sql`
          update scheduled_messages set failure = ${failure} where id = ${id}`);
        return { authorId };
      }
      await tx.execute(sql`delete from scheduled_messages where id = ${id}`);
      return 'sent' as const;
    });
    if (failed === 'sent') return true;
    if (failed === 'gone') return false;
    const [row] = await list(failed.authorId, id);
    const told = row && { type: 'scheduled.failed' as const, scheduled: toView(row) };
    if (told) pubsub.publish(userTopic(failed.authorId), told);
    return false;
  }

  return {
    async scheduleMessage(scope, input) {
      const sendAt = new Date(input.sendAt);
      const found = await access.authorize(scope, 'send', input.room);
      const { room, user, visibleAfter } = found;
      const refusal = refuseSending(scope, found, sendAt);
      if (refusal) throw refusal;
      requireTime(sendAt);
      const threadId = input.threadId ?? null;
      if (threadId) await requireThread(threadId, { id: room.id, visibleAfter });
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
            (id, room_id, author_id, client_id, body, thread_id, send_at, created_at)
          values (${made}, ${room.id}, ${user.id}, ${input.clientId}, ${stripForStorage(input.body)},
            ${threadId}, ${sendAt.toISOString()}, ${clock.now().toISOString()})`);
        await enqueueSending(tx, made, sendAt);
        return made;
      });
      return find(user.id, id);
    },

    async listScheduled(scope) {
      requireUser(scope);
      return (await list(scope.user.id)).map(toView);
    },

    async updateScheduled(scope, { id, body, sendAt: written }) {
      requireUser(scope);
      const sendAt = written === undefined ? null : new Date(written);
      if (sendAt) requireTime(sendAt);
      await repo.transact(async (tx) => {
        const [row] = await tx.execute<{ failure: string | null }>(sql`
          select failure from scheduled_messages
          where id = ${id} and author_id = ${scope.user.id} for update`);
        if (!row) throw noSuchMessage();
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
      await repo.transact(async (tx) => {
        const gone = await tx.execute(sql`
          delete from scheduled_messages where id = ${id} and author_id = ${scope.user.id} returning id`);
        if (gone.length === 0) throw noSuchMessage();
        await dequeue(tx, scheduledMessageKey(id));
      });
    },

    async sendScheduled(id) {
      if (id !== undefined) return (await sendIfDue(id)) ? 1 : 0;
      const due = await repo.sql<{ id: string }[]>`
        select id from scheduled_messages where failure is null and send_at <= now()
        order by send_at limit ${sweepSize}`;
      let count = 0;
      // One that is not sent now must not hold up the others.
      for (const { id: one } of due) if (await sendIfDue(one).catch(() => false)) count += 1;
      return count;
    },
  };
}

function toView(row: Row): ScheduledMessageView {
  const { id, roomId, slug, name, body, threadId, sendAt, failure, createdAt } = row;
  return {
    id,
    room: slug === null || name === null ? null : { id: roomId, slug, name },
    body,
    threadId,
    sendAt: sendAt.toISOString(),
    failure,
    createdAt: createdAt.toISOString(),
  };
}

function noSuchMessage(): DomainError {
  return new DomainError('not_found', 'There is no such message waiting.');
}

function usedElsewhere(): DomainError {
  return new DomainError('conflict', 'This clientId was already used for another message.');
}
