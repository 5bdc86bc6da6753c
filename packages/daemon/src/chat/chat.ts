// Chat put together: rooms, messages and their history, and who may listen to what.

import { type Audit, createActing, createBotKeeping, type Scope } from '../accounts/index.ts';
import type { PubSub } from '../pubsub/index.ts';
import type { Repo } from '../repo/index.ts';
import type { Clock, Ids } from '../telemetry/index.ts';
import { createAccess } from './access.ts';
import { type Activity, createActivity } from './activity.ts';
import { type Bans, createBans } from './bans.ts';
import { type Changes, createChanges } from './changes.ts';
import { createChangeMaker } from './changing.ts';
import { createDirects, type Directs } from './directs.ts';
import { createEntrance } from './entrance.ts';
import { roomTopic, userTopic } from './events.ts';
import { createMessageExports, type MessageExports } from './exporting.ts';
import { createHistory, type History } from './history.ts';
import { createMessageIndexing, type MessageIndexing } from './indexing.ts';
import { createInvites, type Invites } from './invites.ts';
import { createKeywordFinder } from './keyword-finder.ts';
import { createKeywords, type Keywords } from './keywords.ts';
import { toRoomRead } from './markers.ts';
import { createMembers, type Members } from './members.ts';
import { toNewMessageView } from './message.ts';
import { createMessages, type Messages } from './messages.ts';
import { createPeople } from './people.ts';
import { createPins, type Pins } from './pins.ts';
import { canInRoom } from './policy.ts';
import { createRetention, type Retention } from './retention.ts';
import type { RoomAccess } from './room.ts';
import { createRooms, type Rooms } from './rooms.ts';
import { createScheduling, type Scheduling } from './scheduled.ts';
import { createMessageSearching, type MessageSearching } from './searching.ts';
import { createThreads, type Threads } from './threads.ts';
import { createWebhooks, type Webhooks } from './webhooks.ts';
import { createMessageWriter } from './writer.ts';

export interface ChatDeps {
  repo: Repo;
  pubsub: PubSub;
  clock: Clock;
  ids: Ids;
  audit: Audit;
}

type RoomDoors = Rooms & Members & Bans & Invites & Directs & Retention & Webhooks;
type Reading = History & Threads & Activity & Keywords & MessageExports;
type Searching = MessageSearching & MessageIndexing;
export interface Chat extends RoomDoors, Messages, Changes, Pins, Scheduling, Reading, Searching {
  /** The room behind a channel, if the caller may read it. */
  authorizeChannel(scope: Scope, ref: string): Promise<RoomAccess>;
  /** Of these rooms those that only members may read, with their members: for channels to check again. */
  readInsiders(roomIds: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<string>>>;
  /** The topic `room:ID` that `room:SLUG` or `room:ID` names, if the caller may see who is present there. */
  findPresenceTopic(scope: Scope, topic: string): Promise<string | null>;
  /** Listens to other daemons no more. */
  stop(): void;
}

export function createChat(deps: ChatDeps): Chat {
  const { sql } = deps.repo;
  const access = createAccess(sql);
  const { findMessage, listReplies, columns, joins, ...history } = createHistory(sql, access);
  const activity = createActivity({ ...deps, sql, access, columns, joins });
  const tellFollowers = callOncePerTurn((rootIds) => activity.tellFollowers(rootIds));
  const writer = createMessageWriter({
    repo: deps.repo,
    onStored(roomId, stored, { author, clientId, quote, threadId }) {
      const message = toNewMessageView({ stored, author, clientId, quote });
      const { pubsub } = deps;
      pubsub.publish(roomTopic(roomId), {
        type: 'message.created',
        seq: message.seq,
        change: Number(stored.lastChange),
        message,
        isPrivate: stored.isPrivate,
      });
      // Not everybody who is called may see what is quoted; the room's own channel knows who.
      const called = { type: 'mentioned', roomId, message: { ...message, quote: null } } as const;
      for (const userId of stored.mentioned) {
        pubsub.publish(userTopic(userId), called);
      }
      if (threadId !== null) tellFollowers(threadId);
      if (stored.answered)
        pubsub.publish(userTopic(author.id), toRoomRead(roomId, stored.answered));
    },
  });
  const keywordFinder = createKeywordFinder(deps);
  const parts = { access, writer, findMessage, keywordFinder };
  const messages = createMessages(deps, parts);
  const maker = createChangeMaker({ ...deps, ...parts });
  const entrance = createEntrance({ ...deps, sql });
  const doors = { access, entrance, people: createPeople({ sql, access }) };
  return {
    ...createRooms(deps, doors),
    ...createMembers(deps, doors),
    ...createBans(deps, doors),
    ...createInvites(deps, doors),
    ...createDirects(deps),
    ...createRetention({ ...deps, access, writer }),
    ...messages,
    ...createWebhooks(deps, { ...doors, ...messages, bots: createBotKeeping(deps) }),
    ...createChanges({ ...deps, maker, findMessage }),
    ...createScheduling({ ...deps, ...messages, access, findMessage, acting: createActing(deps) }),
    ...createPins({ ...deps, maker, access, columns, joins }),
    ...createThreads({ ...deps, sql, access, findMessage, listReplies }),
    ...createKeywords(deps, keywordFinder),
    ...activity,
    ...history,
    ...createMessageExports(sql),
    ...createMessageSearching({ bounded: deps.repo.bounded, access, columns, joins }),
    ...createMessageIndexing(sql),
    authorizeChannel: (scope, ref) => access.authorize(scope, 'read', ref),
    readInsiders: (roomIds) => access.readInsiders(roomIds),
    async findPresenceTopic(scope, topic) {
      const ref = /^room:#?(.+)$/.exec(topic)?.[1];
      if (!ref || !scope.user) return null;
      const found = await access.find(scope, ref);
      return found !== null && canInRoom(scope, 'read', found) ? `room:${found.room.id}` : null;
    },
    stop: () => keywordFinder.stop(),
  };
}

/** Runs once for all that was given within one turn of the loop. What fails is told by a later look. */
function callOncePerTurn(
  run: (values: readonly string[]) => Promise<void>,
): (value: string) => void {
  const given = new Set<string>();
  return (value) => {
    given.add(value);
    if (given.size > 1) return;
    setImmediate(() => {
      const values = [...given];
      given.clear();
      run(values).catch(() => {});
    });
  };
}
