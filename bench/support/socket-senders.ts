// Clients of different people that send over WebSocket, each its next message when the last one is acknowledged.

import { once } from 'node:events';
import { WebSocket } from 'ws';
import { startDaemon } from './daemon.ts';
import { startDatabase } from './database.ts';
import { createPeople } from './people.ts';
import { quantile } from './report.ts';

/** Sends a mutation, as a tRPC client puts it on the wire, and waits for its answer. */
function send(socket: WebSocket, id: number): Promise<void> {
  const input = { room: 'lobby', body: `message ${id}`, clientId: `c${id}` };
  socket.send(
    JSON.stringify({ id, method: 'mutation', params: { path: 'chat.sendMessage', input } }),
  );
  return new Promise((resolve, reject) => {
    socket.once('message', (data) => {
      const text = data.toString();
      if (text.includes('"error"')) reject(new Error(text));
      else resolve();
    });
  });
}

/** Into the lobby of a daemon of its own, which stores and broadcasts to nobody. */
export async function measureOverSockets(options: {
  senders: number;
  seconds: number;
}): Promise<{ perSecond: number; p50: number; p99: number }> {
  await using database = await startDatabase();
  await using daemon = await startDaemon({ DATABASE_URL: database.url });
  const tokens = await createPeople(database.url, options.senders);
  const sockets = tokens.map(
    (token) =>
      new WebSocket(`${daemon.url.replace('http', 'ws')}/trpc`, {
        headers: { authorization: `Bearer ${token}` },
      }),
  );
  await Promise.all(sockets.map((socket) => once(socket, 'open')));
  let sent = 0;
  async function run(seconds: number) {
    const delays: number[] = [];
    const begin = performance.now();
    const end = begin + seconds * 1_000;
    await Promise.all(
      sockets.map(async (socket) => {
        for (let now = performance.now(); now < end; ) {
          sent += 1;
          await send(socket, sent);
          const then = performance.now();
          delays.push(then - now);
          now = then;
        }
      }),
    );
    delays.sort((a, b) => a - b);
    const perSecond = delays.length / ((performance.now() - begin) / 1_000);
    return { perSecond, p50: quantile(delays, 0.5), p99: quantile(delays, 0.99) };
  }
  await run(1);
  const result = await run(options.seconds);
  for (const socket of sockets) socket.terminate();
  return result;
}
