// Who takes part in the fan-out bench: servers on a core of their own, each with its subscribers.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { register, startDaemon } from './daemon.ts';
import { makeReadyEvent } from './event.ts';

export interface Contender extends AsyncDisposable {
  name: string;
  pid: number;
  /** Called for every delivery to every subscriber with what holds the text. */
  listen(onDelivery: (data: Buffer) => void): () => void;
  /** Sends one message; its text holds the time of sending. */
  send(text: string): void;
}

const hasTaskset = spawnSync('taskset', ['-V']).status === 0;
const cores = { load: '0', server: '1' };

/** This process, the load, keeps to one core and leaves the other to the servers. */
export function pinLoad(): boolean {
  if (hasTaskset) spawnSync('taskset', ['-acp', cores.load, String(process.pid)]);
  return hasTaskset;
}

export function pinServer(pid: number): void {
  if (hasTaskset) spawnSync('taskset', ['-acp', cores.server, String(pid)]);
}

export async function startRaw(
  name: string,
  env: NodeJS.ProcessEnv = {},
): Promise<{ child: ChildProcess; url: string }> {
  const script = fileURLToPath(new URL(`${name}.ts`, import.meta.url));
  const child = spawn(process.execPath, [script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  const [line] = (await once(createInterface(child.stdout!), 'line')) as [string];
  pinServer(child.pid!);
  return { child, url: line.split(' ').at(-1)! };
}

export async function openSockets(
  url: string,
  count: number,
  headersOf: (index: number) => Record<string, string> = () => ({}),
): Promise<WebSocket[]> {
  const sockets: WebSocket[] = [];
  while (sockets.length < count) {
    const batch = Array.from(
      { length: Math.min(50, count - sockets.length) },
      (_, index) => new WebSocket(url, { headers: headersOf(sockets.length + index) }),
    );
    await Promise.all(batch.map((socket) => once(socket, 'open')));
    sockets.push(...batch);
  }
  return sockets;
}

/** As tRPC's client does: who gives no sign of life is dropped. */
export function answerPings(socket: WebSocket): void {
  socket.on('message', (data: Buffer) => {
    if (data.length === 4 && data.toString() === 'PING') socket.send('PONG');
  });
}

/** Asks for a subscription on every socket, and waits until each has heard `text`. */
export async function subscribe(
  sockets: readonly WebSocket[],
  params: { path: string; input?: unknown },
  text: string,
): Promise<void> {
  const joined = sockets.map((socket) => waitFor(socket, text));
  const frame = JSON.stringify({ id: 1, method: 'subscription', params });
  for (const socket of sockets) socket.send(frame);
  await Promise.all(joined);
}

function waitFor(socket: WebSocket, text: string): Promise<void> {
  return new Promise((resolve) => {
    const listener = (data: Buffer) => {
      if (!data.includes(text)) return;
      socket.off('message', listener);
      resolve();
    };
    socket.on('message', listener);
  });
}

function listenTo(sockets: readonly WebSocket[], onDelivery: (data: Buffer) => void): () => void {
  const isClosed = sockets.some(({ readyState, OPEN }) => readyState !== OPEN);
  if (isClosed) throw new Error('Connections were lost.');
  for (const socket of sockets) socket.on('message', onDelivery);
  return () => {
    for (const socket of sockets) socket.off('message', onDelivery);
  };
}

export async function joinParley(count: number): Promise<Contender> {
  const daemon = await startDaemon();
  pinServer(daemon.process.pid!);
  const token = await register(daemon.url, 'speaker');
  const headersOf = () => ({ authorization: `Bearer ${token}` });
  const url = `${daemon.url.replace('http', 'ws')}/trpc`;
  const sockets = await openSockets(url, count, headersOf);
  for (const socket of sockets) answerPings(socket);
  await subscribe(sockets, { path: 'chat.onRoom', input: { room: 'lobby' } }, 'presence.state');
  const [speaker] = await openSockets(url, 1, headersOf);
  answerPings(speaker!);
  let sent = 0;
  return {
    name: 'parley (durable, over tRPC)',
    pid: daemon.process.pid!,
    listen: (onDelivery) => listenTo(sockets, onDelivery),
    send(body) {
      sent += 1;
      const input = { room: 'lobby', body, clientId: `bench-${sent}` };
      const params = { path: 'chat.sendMessage', input };
      speaker!.send(JSON.stringify({ id: sent, method: 'mutation', params }));
    },
    async [Symbol.asyncDispose]() {
      for (const socket of [...sockets, speaker!]) socket.terminate();
      await daemon[Symbol.asyncDispose]();
    },
  };
}

export async function joinTrpc(count: number): Promise<Contender> {
  const { child, url } = await startRaw('raw-trpc');
  const sockets = await openSockets(url, count);
  await subscribe(sockets, { path: 'onMessage' }, 'joined');
  const [speaker] = await openSockets(url, 1);
  let id = 0;
  return {
    name: '(a) tRPC as documented',
    pid: child.pid!,
    listen: (onDelivery) => listenTo(sockets, onDelivery),
    send(text) {
      id += 1;
      const params = { path: 'send', input: { text } };
      speaker!.send(JSON.stringify({ id, method: 'mutation', params }));
    },
    async [Symbol.asyncDispose]() {
      for (const socket of [...sockets, speaker!]) socket.terminate();
      child.kill();
    },
  };
}

export async function joinRaw(count: number): Promise<Contender> {
  const { child, url } = await startRaw('raw-broadcast');
  const sockets = await openSockets(url, count);
  const [speaker] = await openSockets(url, 1);
  let sent = 0;
  return {
    name: '(b) raw ws (nothing stored)',
    pid: child.pid!,
    listen: (onDelivery) => listenTo(sockets, onDelivery),
    send(text) {
      sent += 1;
      speaker!.send(makeReadyEvent(sent, text));
    },
    async [Symbol.asyncDispose]() {
      for (const socket of [...sockets, speaker!]) socket.terminate();
      child.kill();
    },
  };
}

export async function joinTcp(count: number): Promise<Contender> {
  const { child, url } = await startRaw('raw-tcp');
  const open = async (): Promise<Socket> => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    await once(socket, 'connect');
    return socket;
  };
  const sockets: Socket[] = [];
  while (sockets.length < count) sockets.push(await open());
  const speaker = await open();
  speaker.resume();
  let sent = 0;
  return {
    name: '(c) bare TCP, coalesced',
    pid: child.pid!,
    listen(onDelivery) {
      const stops = sockets.map((socket) => {
        let rest = '';
        const listener = (data: Buffer) => {
          const lines = (rest + data.toString()).split('\n');
          rest = lines.pop()!;
          for (const line of lines) onDelivery(Buffer.from(line));
        };
        socket.on('data', listener);
        return () => socket.off('data', listener).resume();
      });
      return () => {
        for (const stop of stops) stop();
      };
    },
    send(text) {
      sent += 1;
      speaker.write(`${makeReadyEvent(sent, text)}\n`);
    },
    async [Symbol.asyncDispose]() {
      for (const socket of [...sockets, speaker]) socket.destroy();
      child.kill();
    },
  };
}
