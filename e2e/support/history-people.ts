// People of the history checker: each on a stock tRPC client, writing and listening whatever happens.

import { setTimeout as sleep } from 'node:timers/promises';
import type { AppRouter } from '@parley/daemon';
import { type Delivered, type RoomEvent, unwrapDelivered } from '@parley/shared/events';
import { createTRPCClient, createWSClient, retryLink, type TRPCClient, wsLink } from '@trpc/client';
import { WebSocket } from 'ws';
import type { Acknowledged, Heard, History } from './history-checker.ts';
import { createRandom } from './random.ts';

export interface Place {
  id: string;
  slug: string;
}

export interface Person extends AsyncDisposable {
  readonly heard: readonly Heard[];
  /** Writes, edits, deletes and reacts until told to stop; resolves once everything was answered. */
  live(until: AbortSignal): Promise<void>;
  readonly done: Pick<History, 'acknowledged' | 'edited' | 'deleted'>;
  /** How often something had to be said again. */
  readonly retries: number;
}

interface Mine extends Acknowledged {
  version: number;
}

const emoji = ['👍', '🎉', '🤔'];

/** What may pass by itself: a lost connection has no code. */
function mayPass(error: unknown): boolean {
  const { data } = error as { data?: { domain?: { code?: string } } };
  return [undefined, 'unavailable', 'internal'].includes(data?.domain?.code);
}

export function createPerson(options: {
  url: string;
  token: string;
  userId: string;
  name: string;
  rooms: readonly Place[];
  seed: number;
}): Person {
  const { token, userId, name, rooms } = options;
  const random = createRandom(options.seed);
  const wsClient = createWSClient({
    url: `${options.url.replace('http', 'ws')}/trpc`,
    WebSocket: WebSocket as unknown as typeof globalThis.WebSocket,
    connectionParams: { token },
    retryDelayMs: () => 50,
    keepAlive: { enabled: true, intervalMs: 5_000, pongTimeoutMs: 5_000 },
  });
  const client: TRPCClient<AppRouter> = createTRPCClient<AppRouter>({
    links: [
      retryLink({
        retry: ({ op, error }) => op.type === 'subscription' && mayPass(error),
        retryDelayMs: () => 50,
      }),
      wsLink({ client: wsClient }),
    ],
  });
  const heard = rooms.map(({ id, slug }) => {
    const events: RoomEvent[] = [];
    const onData = (data: unknown) => {
      const event = unwrapDelivered(data as Delivered<RoomEvent>);
      // Presence and typing are no history.
      if (event.type === 'room.joined' || 'seq' in event) events.push(event);
    };
    const subscription = client.chat.onRoom.subscribe({ room: slug }, { onData });
    return {
      by: `${name} in #${slug}`,
      roomId: id,
      events,
      stop: () => subscription.unsubscribe(),
    };
  });
  const done: Person['done'] = { acknowledged: [], edited: [], deleted: [] };
  const mine: Mine[] = [];
  let retries = 0;
  let sent = 0;

  /** Says it until it is answered. `isDone` tells the errors that mean it was done the first time. */
  async function surely<T>(say: () => Promise<T>, isDone = (_code?: string) => false) {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await say();
      } catch (error) {
        const { data } = error as { data?: { domain?: { code?: string } } };
        if (attempt > 0 && isDone(data?.domain?.code)) return undefined;
        if (!mayPass(error)) throw error;
        retries += 1;
        await sleep(20);
      }
    }
  }

  async function send(): Promise<void> {
    const { id: roomId, slug } = random.pick(rooms);
    sent += 1;
    const clientId = `${name}-${sent}`;
    const input = { room: slug, body: `${clientId} v1`, clientId };
    const answer = await surely(() => client.chat.sendMessage.mutate(input));
    const acknowledged = { roomId, authorId: userId, clientId, ...answer! };
    done.acknowledged.push(acknowledged);
    mine.push({ ...acknowledged, version: 1 });
  }

  async function edit(message: Mine): Promise<void> {
    const version = message.version + 1;
    message.version = version;
    const body = `${message.clientId} v${version}`;
    await surely(() => client.chat.editMessage.mutate({ id: message.id, body }));
    done.edited.push({ id: message.id, version });
  }

  async function remove(message: Mine): Promise<void> {
    mine.splice(mine.indexOf(message), 1);
    const { id } = message;
    await surely(
      () => client.chat.deleteMessage.mutate({ id }),
      (code) => code === 'not_found',
    );
    done.deleted.push(id);
  }

  async function react(message: Mine): Promise<void> {
    const input = { messageId: message.id, emoji: random.pick(emoji) };
    if (random.below(3) > 0) await surely(() => client.chat.addReaction.mutate(input));
    else await surely(() => client.chat.removeReaction.mutate(input));
  }

  async function act(): Promise<void> {
    const message = mine.length > 0 ? random.pick(mine) : undefined;
    const chance = random.below(100);
    if (!message || chance < 65) await send();
    else if (chance < 82) await edit(message);
    else if (chance < 87) await remove(message);
    else await react(message);
  }

  return {
    heard,
    done,
    get retries() {
      return retries;
    },
    async live(until) {
      while (!until.aborted) {
        await act();
        await sleep(random.below(20));
      }
    },
    async [Symbol.asyncDispose]() {
      for (const { stop } of heard) stop();
      await wsClient.close();
    },
  };
}
