// Chat put together: rooms, messages, and who may listen to what.

import type { Scope } from '../accounts/index.ts';
import type { PubSub } from '../pubsub/index.ts';
import { isId, type Repo } from '../repo/index.ts';
import type { Clock, Ids } from '../telemetry/index.ts';
import { createAccess } from './access.ts';
import { createMessages, type Messages } from './messages.ts';
import { canInRoom } from './policy.ts';
import type { RoomAccess } from './room.ts';
import { createRooms, type Rooms } from './rooms.ts';

export interface ChatDeps {
  repo: Repo;
  pubsub: PubSub;
  clock: Clock;
  ids: Ids;
}

export interface Chat extends Rooms, Messages {
  /** The room behind a channel, if the caller may read it. */
  authorizeChannel(scope: Scope, ref: string): Promise<RoomAccess>;
  /** Whether the caller may see who is present on a topic. */
  canSeePresence(scope: Scope, topic: string): Promise<boolean>;
}

export function createChat(deps: ChatDeps): Chat {
  const access = createAccess(deps.repo.sql);
  return {
    ...createRooms(deps, access),
    ...createMessages(deps, access),
    authorizeChannel: (scope, ref) => access.authorize(scope, 'read', ref),
    async canSeePresence(scope, topic) {
      const roomId = /^room:(.+)$/.exec(topic)?.[1];
      if (!roomId || !isId(roomId) || !scope.user) return false;
      const found = await access.find(scope, roomId);
      return found !== null && canInRoom(scope, 'read', found);
    },
  };
}
