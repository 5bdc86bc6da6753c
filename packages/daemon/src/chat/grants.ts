// Who was let in to write where: known from the send before, and asked again where the message is stored.

import type { MemberRole } from '@parley/shared/chat';
import type { Scope } from '../accounts/index.ts';
import type { RoomAccess } from './room.ts';

export interface Grant {
  roomId: string;
  role: MemberRole;
}

/**
 * Saves a statement per message, and decides nothing: the statement that stores a message checks
 * that its author still has that role, unmuted, in a room where members write. So nobody has to
 * be told when it holds no more, on whichever daemon that was changed.
 */
export interface Grants {
  find(scope: Scope, ref: string): Grant | undefined;
  /** Remembers a caller who may write as any member may; others are asked about each time. */
  keep(scope: Scope, ref: string, access: RoomAccess): void;
  forget(scope: Scope, ref: string): void;
}

const mostKept = 20_000;

export function createGrants(): Grants {
  const kept = new Map<string, Grant>();
  // A slug leads to its room for ever, also once it has another.
  const keyOf = (scope: Scope, ref: string) => `${scope.user?.id} ${ref}`;
  return {
    find: (scope, ref) => kept.get(keyOf(scope, ref)),
    keep(scope, ref, { room, membership }) {
      const isOrdinary = room.archivedAt === null && !room.isReadOnly && room.slowModeSeconds === 0;
      if (!isOrdinary || membership === null || membership.mutedUntil !== null) return;
      if (kept.size >= mostKept) kept.clear();
      kept.set(keyOf(scope, ref), { roomId: room.id, role: membership.role });
    },
    forget(scope, ref) {
      kept.delete(keyOf(scope, ref));
    },
  };
}
