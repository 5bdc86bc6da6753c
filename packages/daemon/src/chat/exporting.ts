// What people take with them of chat: the messages that they wrote.

import type { OwnMessage } from '@parley/shared/export';
import { limits } from '@parley/shared/limits';
import { requireUser, type Scope } from '../accounts/index.ts';
import { decodeKey, type Sql, takeExportPage } from '../repo/index.ts';
import type { MessageRow } from './message.ts';

type OwnRow = Pick<
  MessageRow,
  'id' | 'roomId' | 'seq' | 'clientId' | 'body' | 'replyTo' | 'createdAt' | 'editedAt' | 'deletedAt'
>;

export interface MessageExports {
  /**
   * The caller's own messages, also of rooms left since; in no order that means anything. Of a deleted
   * one no words are left.
   */
  exportMessages(
    scope: Scope,
    cursor?: string,
  ): Promise<{ items: OwnMessage[]; nextCursor: string | null }>;
}

const pageSize = 500;

export function createMessageExports(sql: Sql): MessageExports {
  return {
    async exportMessages(scope, cursor) {
      requireUser(scope);
      const after = cursor === undefined ? null : decodeKey(cursor, /^[\x21-\x7e]{1,64}$/);
      // By author and client id there is an index already; by author and time there is none.
      const rows = await sql<OwnRow[]>`
        select m.id, m.room_id as "roomId", m.seq, m.client_id as "clientId",
          case when m.deleted_at is null then m.body else '' end as body, m.reply_to as "replyTo",
          m.created_at as "createdAt", m.edited_at as "editedAt", m.deleted_at as "deletedAt"
        from messages m
        where m.author_id = ${scope.user.id}
          ${after === null ? sql`` : sql`and m.client_id > ${after}`}
        order by m.client_id limit ${pageSize + 1}`;
      const page = takeExportPage(
        rows,
        { size: pageSize, bytes: limits.exportBytes },
        { keyOf: (row) => row.clientId, sizeOf: (row) => Buffer.byteLength(row.body) },
      );
      return { ...page, items: page.items.map(toOwnMessage) };
    },
  };
}

function toOwnMessage({ clientId: _, ...row }: OwnRow): OwnMessage {
  return {
    ...row,
    seq: Number(row.seq),
    createdAt: row.createdAt.toISOString(),
    editedAt: row.editedAt?.toISOString() ?? null,
    deletedAt: row.deletedAt?.toISOString() ?? null,
  };
}
