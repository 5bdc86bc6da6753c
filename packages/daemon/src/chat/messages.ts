// Messages: sending, and typing.

import {
  excerptOf,
  findMentions,
  type QuoteView,
  type SendMessageInput,
} from '@parley/shared/chat';
import { limits } from '@parley/shared/limits';
import { stripForStorage } from '@parley/shared/text';
import { requireUser, type Scope, type UserScope } from '../accounts/index.ts';
import type { Access } from './access.ts';
import { refuseLoop } from './bot-guard.ts';
import type { ChatDeps } from './chat.ts';
import { roomTopic } from './events.ts';
import { createGrants } from './grants.ts';
import type { MessageFinder } from './history.ts';
import type { NewMessage } from './insert.ts';
import type { KeywordFinder } from './keyword-finder.ts';
import { requireQuoted, requireRoot, toMessageView } from './message.ts';
import { refuseSending } from './policy.ts';
import type { RoomAccess } from './room.ts';
import { createSlowMode } from './slow-mode.ts';
import { createTypingThrottle } from './typing.ts';
import type { MessageWriter, Written } from './writer.ts';

export interface Messages {
  /** Stored exactly once per (author, clientId). Broadcasts `message.created` after the commit. */
  sendMessage(scope: Scope, input: SendMessageInput): Promise<{ id: string; seq: number }>;
  /** Throttled; broadcasts `typing`. @param threadId the first message of the thread one types in. */
  sendTyping(scope: Scope, ref: string, threadId?: string): Promise<void>;
}

export function createMessages(
  { repo, pubsub, clock, ids }: ChatDeps,
  {
    access,
    writer,
    findMessage,
    keywordFinder,
  }: { access: Access; writer: MessageWriter; keywordFinder: KeywordFinder } & MessageFinder,
): Messages {
  const canType = createTypingThrottle(clock);
  const grants = createGrants();
  const slowMode = createSlowMode({ sql: repo.sql, clock });
  /** Who is being asked about, per sender and room: what comes after waits, so that it stays after. */
  const asking = new Map<string, Promise<unknown>>();

  /** Whom a message calls; everybody, only where that is few or the sender looks after the room. */
  async function callsOf(
    { room, membership }: RoomAccess,
    body: string,
  ): Promise<Pick<NewMessage, 'names' | 'callsRoom' | 'keywords'>> {
    const { names, callsRoom } = findMentions(body);
    await keywordFinder.load();
    const keywords = keywordFinder.find(body);
    if (!callsRoom || membership?.role !== 'member') return { names, callsRoom, keywords };
    const [few] = await repo.sql`
      select count(*) <= ${limits.roomMentionMembers} as "isFew" from (
        select 1 from memberships where room_id = ${room.id}
        limit ${limits.roomMentionMembers + 1}
      ) as members`;
    return { names, callsRoom: few!.isFew === true, keywords };
  }

  /** What a reply quotes, if the sender may see it. */
  async function findQuote(
    id: string,
    found: Pick<RoomAccess, 'room' | 'visibleAfter'>,
  ): Promise<QuoteView> {
    const parent = requireQuoted(await findMessage(id), found);
    const { seq, author, body } = toMessageView(parent);
    return { id, seq, author, excerpt: excerptOf(body) };
  }

  const makeMessage = ({ user }: UserScope, input: SendMessageInput) => ({
    id: ids.uuid(),
    author: {
      id: user.id,
      username: user.username,
      displayName: user.displayName,
      ...(user.isBot && { isBot: true }),
    },
    clientId: input.clientId,
    body: stripForStorage(input.body),
    replyTo: input.replyTo ?? null,
    threadId: input.threadId ?? null,
    createdAt: clock.now(),
  });

  /** Of who was let in before and sends nothing but words; null where more has to be asked. */
  function sendGranted(scope: UserScope, input: SendMessageInput): Promise<Written | null> | null {
    // Whether bots keep each other talking is asked each time.
    if (scope.user.isBot) return null;
    const { room, body, replyTo, threadId } = input;
    if (replyTo !== undefined || threadId !== undefined || body.includes('@')) return null;
    const grant = grants.find(scope, room);
    if (!grant) return null;
    if (keywordFinder.find(body).length > 0) return null;
    const calls = { names: [], callsRoom: false, keywords: [] };
    const message = { ...makeMessage(scope, input), quote: null, ...calls };
    return writer.write(grant.roomId, { ...message, grant: grant.role });
  }

  async function send(scope: Scope, input: SendMessageInput): Promise<Written> {
    requireUser(scope);
    const turn = `${scope.user.id} ${input.room}`;
    while (asking.has(turn)) await asking.get(turn);
    const sent = sendGranted(scope, input);
    if (sent) {
      const written = await sent;
      if (written) return written;
      grants.forget(scope, input.room);
      return send(scope, input);
    }
    const asked = ask(scope, input).finally(() => asking.delete(turn));
    asking.set(
      turn,
      asked.catch(() => {}),
    );
    return (await asked).written;
  }

  /** Resolves once the message is in its room's lane. */
  async function ask(
    scope: UserScope,
    input: SendMessageInput,
  ): Promise<{ written: Promise<Written> }> {
    const found = await access.authorize(scope, 'send', input.room);
    const refusal = refuseSending(scope, found, clock.now());
    if (refusal) throw refusal;
    if (scope.user.isBot) await refuseLoop(repo.sql, found.room.id, clock.now());
    await slowMode.requirePause(found, scope.user.id, input.clientId);
    const quote = input.replyTo ? await findQuote(input.replyTo, found) : null;
    if (input.threadId) requireRoot(await findMessage(input.threadId), found);
    const calls = await callsOf(found, input.body);
    await slowMode.takeTurn(found, scope.user.id, input.clientId);
    grants.keep(scope, input.room, found);
    const message = { ...makeMessage(scope, input), quote, ...calls };
    return { written: writer.write(found.room.id, message) };
  }

  return {
    async sendMessage(scope, input) {
      const { stored } = await send(scope, input);
      return { id: stored.id, seq: Number(stored.seq) };
    },

    async sendTyping(scope, ref, threadId) {
      const found = await access.authorize(scope, 'send', ref);
      const { room, user } = found;
      // Who may not write there writes nothing that anybody should wait for.
      if (refuseSending(scope, found, clock.now()) !== null) return;
      const root = threadId === undefined ? null : requireRoot(await findMessage(threadId), found);
      if (!canType(`${room.id} ${root?.id ?? ''} ${user.id}`)) return;
      pubsub.publish(roomTopic(room.id), {
        type: 'typing',
        user: { id: user.id, username: user.username },
        thread: root && { id: root.id, seq: Number(root.seq) },
        expiresInMs: limits.typingExpiresMs,
      });
    },
  };
}
