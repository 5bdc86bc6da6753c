// Pins: messages that a room keeps at hand, for all who are in it.

import type { MessageView } from '@parley/shared/chat';
import { DomainError } from '@parley/shared/errors';
import { limits } from '@parley/shared/limits';
import { sql } from 'drizzle-orm';
import type { Scope } from '../accounts/index.ts';
import type { Repo } from '../repo/index.ts';
import type { Clock } from '../telemetry/index.ts';
import type { Access } from './access.ts';
import type { ChangeMaker, Changing } from './changing.ts';
import type { MessageChange } from './events.ts';
import type { MessageReader } from './history.ts';
import { hideQuote, type MessageRow, toMessageView } from './message.ts';

export interface Pins {
  /**
   * Pinning twice is no error. Broadcasts `message.pinned`.
   * @throws not_found, forbidden; limited when the room has {@link limits.pinsPerRoom} pins.
   */
  pinMessage(scope: Scope, id: string): Promise<void>;
  /** Broadcasts `message.unpinned`. */
  unpinMessage(scope: Scope, id: string): Promise<void>;
  /** The pinned messages of a room that the caller may see, the one pinned last first. */
  listPins(scope: Scope, ref: string): Promise<MessageView[]>;
}

export function createPins(
  deps: { repo: Repo; clock: Clock; access: Access; maker: ChangeMaker } & MessageReader,
): Pins {
  const { repo, clock, access, columns, joins } = deps;
  const { change } = deps.maker;

  async function setPinned({ message, tx }: Changing, pinnedAt: Date | null): Promise<void> {
    await tx.execute(sql`
      update messages set pinned_at = ${pinnedAt?.toISOString() ?? null}::timestamptz
      where id = ${message.id}`);
  }

  /** Asked under the room's lock, so that no two make one too many. */
  async function requireRoom({ message, tx }: Changing): Promise<void> {
    const [pins] = await tx.execute<{ count: number }>(sql`
      select count(*)::int as count from messages
      where room_id = ${message.roomId} and pinned_at is not null`);
    if (pins!.count < limits.pinsPerRoom) return;
    throw new DomainError(
      'limited',
      `This room has ${limits.pinsPerRoom} pins already. Take one away first.`,
    );
  }

  return {
    async pinMessage(scope, id) {
      await change(scope, { action: 'pin', id }, async (changing) => {
        if (changing.message.pinnedAt !== null) return null;
        await requireRoom(changing);
        const pinnedAt = clock.now();
        await setPinned(changing, pinnedAt);
        return { type: 'message.pinned', ...tell(changing), pinnedAt: pinnedAt.toISOString() };
      });
    },

    async unpinMessage(scope, id) {
      await change(scope, { action: 'pin', id }, async (changing) => {
        if (changing.message.pinnedAt === null) return null;
        await setPinned(changing, null);
        return { type: 'message.unpinned', ...tell(changing) };
      });
    },

    async listPins(scope, ref) {
      const { room, visibleAfter } = await access.authorize(scope, 'read', ref);
      const rows = await repo.sql<MessageRow[]>`
        select ${columns} from messages m ${joins}
        where m.room_id = ${room.id} and m.pinned_at is not null and m.seq > ${visibleAfter}
        order by m.pinned_at desc, m.seq desc limit ${limits.pinsPerRoom}`;
      return rows.map((row) => hideQuote(toMessageView(row), visibleAfter));
    },
  };
}

function tell({
  scope,
  message,
}: Changing): Omit<Extract<MessageChange, { type: 'message.unpinned' }>, 'type'> {
  const { id, username } = scope.user;
  return {
    seq: Number(message.seq),
    messageId: message.id,
    change: Number(message.change),
    user: { id, username },
  };
}
