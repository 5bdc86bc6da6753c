// Fan-out: one room, 1,000 subscribers, against a bare `ws` broadcast in the same run.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { call, cpuSeconds, register, startDaemon } from './support/daemon.ts';
import { median, printFigures, printRatio, quantile } from './support/report.ts';

const subscribers = 1_000;
const messages = 60;
const rounds = 3;

interface Contender {
  name: string;
  pid: number;
  sockets: WebSocket[];
  /** Sends one message whose text holds the time of sending. */
  send(text: string): void;
}

interface Result {
  deliveriesPerSecond: number;
  deliveriesPerCpuSecond: number;
  p50: number;
  p99: number;
}

async function openSockets(
  url: string,
  headers: Record<string, string> = {},
): Promise<WebSocket[]> {
  const sockets: WebSocket[] = [];
  while (sockets.length < subscribers) {
    const batch = Array.from({ length: 50 }, () => new WebSocket(url, { headers }));
    await Promise.all(batch.map((socket) => once(socket, 'open')));
    sockets.push(...batch);
  }
  return sockets;
}

async function joinParley(url: string, pid: number): Promise<Contender> {
  const token = await register(url, 'speaker');
  const headers = { authorization: `Bearer ${token}` };
  const sockets = await openSockets(`${url.replace('http', 'ws')}/trpc`, headers);
  const params = { path: 'chat.onRoom', input: { room: 'lobby' } };
  const joined = sockets.map((socket) => waitFor(socket, 'presence.state'));
  for (const socket of sockets) {
    socket.send(JSON.stringify({ id: 1, method: 'subscription', params }));
  }
  await Promise.all(joined);
  let sent = 0;
  return {
    name: 'parley',
    pid,
    sockets,
    send(body) {
      const input = { room: 'lobby', body, clientId: `bench-${sent++}` };
      void call(url, 'chat.sendMessage', input, token);
    },
  };
}

async function joinRaw(url: string, pid: number): Promise<Contender> {
  const sockets = await openSockets(url);
  const [speaker] = await Promise.all(
    [new WebSocket(url)].map(async (socket) => {
      await once(socket, 'open');
      return socket;
    }),
  );
  return { name: 'raw ws', pid, sockets, send: (text) => speaker!.send(text) };
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

const stamp = /@(\d+\.\d+)@/;
const filler = 'x'.repeat(200);

/** Sends messages one after another (or `inFlight` at once) and waits until all have all. */
async function measure(contender: Contender, inFlight: number): Promise<Result> {
  const latencies: number[] = [];
  const expected = messages * subscribers;
  const finished = Promise.withResolvers<void>();
  let delivered = 0;
  let reached = Promise.withResolvers<void>();
  let goal = 0;
  const listener = (data: Buffer) => {
    const at = stamp.exec(data.toString())?.[1];
    if (at === undefined) return;
    delivered += 1;
    latencies.push(performance.now() - Number(at));
    if (delivered === goal) reached.resolve();
    if (delivered === expected) finished.resolve();
  };
  for (const socket of contender.sockets) socket.on('message', listener);
  const cpuBefore = cpuSeconds(contender.pid);
  const before = performance.now();
  for (let sent = 0; sent < messages; sent += inFlight) {
    const burst = Math.min(inFlight, messages - sent);
    goal = (sent + burst) * subscribers;
    reached = Promise.withResolvers();
    for (let index = 0; index < burst; index += 1) {
      contender.send(`@${performance.now().toFixed(3)}@${filler}`);
    }
    await reached.promise;
  }
  await finished.promise;
  const seconds = (performance.now() - before) / 1_000;
  const cpu = cpuSeconds(contender.pid) - cpuBefore;
  for (const socket of contender.sockets) socket.off('message', listener);
  latencies.sort((a, b) => a - b);
  return {
    deliveriesPerSecond: delivered / seconds,
    deliveriesPerCpuSecond: delivered / Math.max(cpu, 0.01),
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
  };
}

async function startRaw(): Promise<{ child: ChildProcess; url: string }> {
  const script = fileURLToPath(new URL('support/raw-broadcast.ts', import.meta.url));
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface(child.stdout!), 'line')) as [string];
  return { child, url: line.split(' ').at(-1)! };
}

const summarize = (results: Result[]): Result => ({
  deliveriesPerSecond: median(results.map((result) => result.deliveriesPerSecond)),
  deliveriesPerCpuSecond: median(results.map((result) => result.deliveriesPerCpuSecond)),
  p50: median(results.map((result) => result.p50)),
  p99: median(results.map((result) => result.p99)),
});

const describe = (result: Result): string =>
  `${Math.round(result.deliveriesPerSecond)} deliveries/s, ${Math.round(result.deliveriesPerCpuSecond)} per CPU-second, ` +
  `p50 ${result.p50.toFixed(1)} ms, p99 ${result.p99.toFixed(1)} ms`;

await using daemon = await startDaemon();
const raw = await startRaw();
try {
  const parley = await joinParley(daemon.url, daemon.process.pid!);
  const bare = await joinRaw(raw.url, raw.child.pid!);
  for (const inFlight of [1, 16]) {
    await measure(parley, inFlight);
    await measure(bare, inFlight);
    const results: Record<string, Result[]> = { parley: [], bare: [] };
    // In turn, so that a slow moment of the machine meets both.
    for (let round = 0; round < rounds; round += 1) {
      results.parley!.push(await measure(parley, inFlight));
      results.bare!.push(await measure(bare, inFlight));
    }
    const [ours, theirs] = [summarize(results.parley!), summarize(results.bare!)];
    printFigures(`Fan-out to ${subscribers} subscribers, ${inFlight} in flight`, {
      'parley (durable, over tRPC)': describe(ours),
      'raw ws (nothing stored)': describe(theirs),
    });
    printRatio(
      'deliveries/s',
      ours.deliveriesPerSecond / theirs.deliveriesPerSecond,
      'higher is better',
    );
    printRatio(
      'deliveries per CPU-second',
      ours.deliveriesPerCpuSecond / theirs.deliveriesPerCpuSecond,
      'at least 0.80×',
    );
    printRatio('p99', ours.p99 / theirs.p99, 'at most 2×');
  }
  for (const { sockets } of [parley, bare]) for (const socket of sockets) socket.terminate();
} finally {
  raw.child.kill();
}
