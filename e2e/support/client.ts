// A client of the daemon as a script would write it, with the stock tRPC client.

import type { AppRouter } from '@parley/daemon';
import { type Delivered, type RoomEvent, unwrapDelivered } from '@parley/shared/events';
import { createTRPCClient, createWSClient, httpLink, type TRPCClient, wsLink } from '@trpc/client';
import { WebSocket } from 'ws';
import { password } from './daemon.ts';

export function connectHttp(url: string, token?: string): TRPCClient<AppRouter> {
  const headers = token ? { authorization: `Bearer ${token}` } : {};
  return createTRPCClient<AppRouter>({ links: [httpLink({ url: `${url}/trpc`, headers })] });
}

export async function register(url: string, username: string): Promise<string> {
  const email = `${username}@example.org`;
  return (await connectHttp(url).accounts.register.mutate({ username, email, password })).token;
}

export interface LiveClient extends AsyncDisposable {
  client: TRPCClient<AppRouter>;
}

export function connectLive(url: string, token: string): LiveClient {
  const wsClient = createWSClient({
    url: `${url.replace('http', 'ws')}/trpc`,
    WebSocket: WebSocket as unknown as typeof globalThis.WebSocket,
    connectionParams: { token },
    retryDelayMs: () => 100,
    keepAlive: { enabled: true, intervalMs: 5_000, pongTimeoutMs: 5_000 },
  });
  return {
    client: createTRPCClient<AppRouter>({ links: [wsLink({ client: wsClient })] }),
    [Symbol.asyncDispose]: () => wsClient.close(),
  };
}

/** Follows a room and keeps the seqs in the order of arrival, over all reconnects. */
export function followRoom(live: LiveClient, room: string) {
  const events: RoomEvent[] = [];
  const subscription = live.client.chat.onRoom.subscribe(
    { room },
    { onData: (data) => events.push(unwrapDelivered(data as Delivered<RoomEvent>)) },
  );
  const messages = () =>
    events.flatMap((event) =>
      event.type === 'message.created'
        ? [event.message]
        : event.type === 'room.joined'
          ? event.messages
          : [],
    );
  return {
    events,
    messages,
    seqs: () => messages().map(({ seq }) => seq),
    stop: () => subscription.unsubscribe(),
  };
}

/** Sends until it is acknowledged, with the same clientId each time. */
export async function sendSurely(
  connect: () => TRPCClient<AppRouter>,
  input: { room: string; body: string; clientId: string },
): Promise<{ id: string; seq: number }> {
  for (;;) {
    try {
      return await connect().chat.sendMessage.mutate(input);
    } catch (error) {
      const code = (error as { data?: { domain?: { code?: string } } }).data?.domain?.code;
      // Only what may pass by itself is worth another try.
      if (code !== undefined && code !== 'unavailable' && code !== 'internal') throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
