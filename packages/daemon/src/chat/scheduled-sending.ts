// Sends messages whose time has come: each once, whoever else tries, and whatever died on the way.

import { DomainError } from '@parley/shared/errors';
import { sql } from 'drizzle-orm';
import type { Acting } from '../accounts/index.ts';
import type { PubSub } from '../pubsub/index.ts';
import type { Repo, Transaction } from '../repo/index.ts';
import { userTopic } from './events.ts';
import type { Messages } from './messages.ts';
import { listScheduledRows, toScheduledView } from './scheduled-rows.ts';

const sweepSize = 100;
/** What does not pass by itself. The rest is tried again. */
const lasting: readonly string[] = ['forbidden', 'not_found', 'invalid', 'conflict'];

export function createScheduledSending({
  repo,
  pubsub,
  acting,
  sendMessage,
}: {
  repo: Repo;
  pubsub: PubSub;
  acting: Acting;
  sendMessage: Messages['sendMessage'];
}): (id?: string) => Promise<number> {
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
        replyTo: string | null;
      }>(sql`
        select author_id as "authorId", room_id as "roomId", client_id as "clientId", body,
          thread_id as "threadId", (
            select m.id from messages m where m.id = s.reply_to and m.deleted_at is null
          ) as "replyTo"
        from scheduled_messages s
        where id = ${id} and failure is null and send_at <= now() for update`);
      if (!row) return 'gone' as const;
      const { authorId, roomId, clientId, body } = row;
      const scope = await acting.readScope(authorId);
      try {
        if (!scope) throw new DomainError('forbidden', 'The account is suspended.');
        const threadId = row.threadId ?? undefined;
        const known = await findFirstBody(tx, { authorId, clientId });
        const replyTo = row.replyTo ?? undefined;
        await sendMessage(scope, { room: roomId, body, clientId, threadId, replyTo });
        if (known !== null && known !== body) throw sentBefore();
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
    const [row] = await listScheduledRows(repo.sql, failed.authorId, id);
    const told = row && { type: 'scheduled.failed' as const, scheduled: toScheduledView(row) };
    if (told) pubsub.publish(userTopic(failed.authorId), told);
    return false;
  }

  return async (id) => {
    if (id !== undefined) return (await sendIfDue(id)) ? 1 : 0;
    const due = await repo.sql<{ id: string }[]>`
      select id from scheduled_messages where failure is null and send_at <= now()
      order by send_at limit ${sweepSize}`;
    let count = 0;
    // One that is not sent now must not hold up the others.
    for (const { id: one } of due) if (await sendIfDue(one).catch(() => false)) count += 1;
    return count;
  };
}

/**
 * What the message said when it was sent; null while it was not. It was and its row is still there when
 * a daemon died between the two.
 */
export async function findFirstBody(
  tx: Transaction,
  { authorId, clientId }: { authorId: string; clientId: string },
): Promise<string | null> {
  const [sent] = await tx.execute<{ body: string }>(sql`
    select coalesce(
      (select body from message_edits where message_id = m.id order by change limit 1), m.body) as body
    from messages m where m.author_id = ${authorId} and m.client_id = ${clientId}`);
  return sent?.body ?? null;
}

/** The text that was written after it was sent stays with its author. */
function sentBefore(): DomainError {
  return new DomainError('conflict', 'It was sent before your last change: this text was not.');
}
