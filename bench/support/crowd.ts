// Ten thousand connections at once: how long until all of them take part, and what each weighs.

import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import { answerPings, openSockets, subscribe } from './contenders.ts';

export interface Crowd {
  count: number;
  /** Whose they are, in turn; nobody's without any. */
  tokens?: readonly string[];
  /** What each subscribes to as soon as it is there, and a text of what it hears then. */
  subscription?: { params: { path: string; input?: unknown }; text: string };
}

/**
 * A server started with it collects its garbage when it is asked to, and gives back the pages that it left: what
 * counts is what it keeps. An idle server does so by itself in time; how much is left until then is chance.
 */
export const collectable = {
  NODE_OPTIONS:
    "--expose-gc --import=data:text/javascript,process.on('SIGUSR2',()=>gc({type:'major',flavor:'last-resort'}))",
};

async function residentBytes(pid: number): Promise<number> {
  process.kill(pid, 'SIGUSR2');
  await sleep(1_500);
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1_024;
}

/** They come in bursts, and nobody waits for those before. */
async function come(
  url: string,
  { count, tokens = [], subscription }: Crowd,
): Promise<WebSocket[]> {
  const sockets: WebSocket[] = [];
  const joins: Promise<void>[] = [];
  while (sockets.length < count) {
    const burst = await openSockets(url, Math.min(500, count), (index): Record<string, string> => {
      const token = tokens[(sockets.length + index) % tokens.length];
      return token === undefined ? {} : { authorization: `Bearer ${token}` };
    });
    for (const socket of burst) answerPings(socket);
    if (subscription) joins.push(subscribe(burst, subscription.params, subscription.text));
    sockets.push(...burst);
  }
  await Promise.all(joins);
  return sockets;
}

/** Bytes of the server's memory per connection, heap and all else, and seconds until the last one took part. */
export async function weigh(
  server: { pid: number; url: string },
  crowd: Crowd,
): Promise<{ bytes: number; seconds: number }> {
  for (const socket of await come(server.url, { ...crowd, count: 500 })) socket.terminate();
  await sleep(3_000);
  const before = await residentBytes(server.pid);
  const started = performance.now();
  const sockets = await come(server.url, crowd);
  const seconds = (performance.now() - started) / 1_000;
  // Until all are told of the last ones.
  await sleep(3_000);
  const bytes = ((await residentBytes(server.pid)) - before) / crowd.count;
  const isLost = sockets.some(({ readyState, OPEN }) => readyState !== OPEN);
  if (isLost) throw new Error('Connections were lost.');
  for (const socket of sockets) socket.terminate();
  return { bytes, seconds };
}
