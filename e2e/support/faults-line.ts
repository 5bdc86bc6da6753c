// Faults of one client's line: it dies without a word (F13), or takes a kilobyte a second (F17).

import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { openTcpProxy } from '../../packages/daemon/test/support/tcp-proxy.ts';
import { createLiveApi } from '../../packages/tui/src/api/live.ts';
import { connectHttp, register } from './client.ts';
import { startDaemon } from './daemon.ts';
import { createFinding, type Finding, range } from './finding.ts';
import { readMemory } from './memory.ts';

/** F13: a half-open connection, at the pace of the real keep-alive, with the client of the screen. */
export async function tryHalfOpen(plan: { clientMs: number; serverMs: number }): Promise<Finding> {
  const found = createFinding();
  await using daemon = await startDaemon();
  const token = await register(daemon.url, 'ada');
  await using proxy = await openTcpProxy({ host: '127.0.0.1', port: daemon.port });
  const { chat, admin } = connectHttp(daemon.url, token);
  const listIds = async () => (await admin.listConnections.query()).items.map(({ id }) => id);
  const api = createLiveApi({ server: `http://127.0.0.1:${proxy.port}`, token });
  try {
    const seqs: number[] = [];
    let phase = '';
    api.onConnection((connection) => {
      phase = connection.phase;
    });
    api.client.chat.onRoom.subscribe(
      { room: 'lobby' },
      {
        onData(delivered) {
          const event = 'data' in delivered ? delivered.data : delivered;
          if (event.type === 'room.joined') seqs.push(...event.messages.map(({ seq }) => seq));
          if (event.type === 'message.created') seqs.push(event.seq);
        },
      },
    );
    const send = (clientId: string) =>
      chat.sendMessage.mutate({ room: 'lobby', body: clientId, clientId });
    await found.expect('the client is there', 30_000, async () => (await listIds()).length === 1);
    await send('before');
    await found.expect('it hears', 30_000, () => seqs.length === 1);
    const [dead] = await listIds();
    proxy.freeze();
    const frozenAt = performance.now();
    for (const index of range(3)) await send(`meanwhile-${index}`);
    await found.expect('the client notices', plan.clientMs, () => phase !== 'online');
    await found.expect('it comes back and has what it missed', 30_000, () => seqs.length >= 4);
    found.check(`it heard ${seqs} in place of 1,2,3,4`, seqs.join() === '1,2,3,4');
    const left = Math.max(0, plan.serverMs - (performance.now() - frozenAt));
    await found.expect('the server drops the dead connection', left, async () => {
      return !(await listIds()).includes(dead!);
    });
    const seconds = ((performance.now() - frozenAt) / 1_000).toFixed(1);
    found.say(`both knew ${seconds} s after the line died`);
  } finally {
    api.close();
  }
  return found.finding;
}

/** F17: readers of a kilobyte a second are cut, and others hear as soon as before. */
export async function trySlowReaders(plan: {
  slow: number;
  quick: number;
  seconds: number;
  /** How much later the others may hear than without them, at the 99th percentile. */
  slackMs: number;
  memoryMiB: number;
}): Promise<Finding> {
  const found = createFinding();
  await using daemon = await startDaemon();
  const token = await register(daemon.url, 'ada');
  const { chat } = connectHttp(daemon.url, token);
  const sentAt = new Map<string, number>();
  let delays: number[] = [];
  const join = async (onText: (text: string) => void) => {
    const socket = new WebSocket(`${daemon.url.replace('http', 'ws')}/trpc`, {
      headers: { authorization: `Bearer ${token}` },
    });
    socket.on('error', () => {});
    const joined = new Promise<void>((resolve) => {
      socket.on('message', (data) => {
        const text = data.toString();
        if (text === 'PING') socket.send('PONG');
        if (text.includes('presence.state')) resolve();
        onText(text);
      });
    });
    const params = { path: 'chat.onRoom', input: { room: 'lobby' } };
    socket.once('open', () =>
      socket.send(JSON.stringify({ id: 1, method: 'subscription', params })),
    );
    await joined;
    return socket;
  };
  const quick: WebSocket[] = [];
  for (const _ of range(plan.quick)) {
    const hear = (text: string) => {
      const clientId = /"clientId":"([^"]+)"/.exec(text)?.[1] ?? '';
      const at = sentAt.get(clientId);
      if (at !== undefined) delays.push(performance.now() - at);
    };
    quick.push(await join(hear));
  }
  let sent = 0;
  const body = 'x'.repeat(16_000);
  async function speak(
    isDone: () => boolean,
  ): Promise<{ p99: number; heard: number; said: number }> {
    delays = [];
    const before = sent;
    const end = performance.now() + plan.seconds * 1_000;
    while (performance.now() < end || !isDone()) {
      if (performance.now() > end + 60_000) break;
      sent += 1;
      const clientId = `c${sent}`;
      sentAt.set(clientId, performance.now());
      await chat.sendMessage.mutate({ room: 'lobby', body, clientId });
      await sleep(10);
    }
    const said = sent - before;
    await found.expect('the quick have all', 30_000, () => delays.length >= said * plan.quick);
    const sorted = [...delays].sort((a, b) => a - b);
    return { p99: sorted[Math.floor(sorted.length * 0.99)]!, heard: delays.length, said };
  }
  await speak(() => true);
  const alone = await speak(() => true);
  const memory = readMemory(daemon.pid);
  const codes: number[] = [];
  const timers: NodeJS.Timeout[] = [];
  for (const _ of range(plan.slow)) {
    const socket = await join(() => {});
    socket.once('close', (code) => codes.push(code));
    const { _socket: wire } = socket as unknown as {
      _socket: { pause(): void; read(size: number): unknown };
    };
    wire.pause();
    timers.push(setInterval(() => wire.read(1_024), 1_000));
  }
  const countSockets = async () =>
    (await connectHttp(daemon.url, token).admin.listConnections.query()).items.length;
  let most = 0;
  let isCut = false;
  const look = async () => {
    most = Math.max(most, readMemory(daemon.pid) - memory);
    isCut ||= (await countSockets().catch(() => Infinity)) <= plan.quick;
  };
  const watch = setInterval(() => void look(), 250);
  const together = await speak(() => isCut);
  clearInterval(watch);
  for (const timer of timers) clearInterval(timer);
  found.say(
    `99 % heard within ${alone.p99.toFixed(0)} ms alone, ${together.p99.toFixed(0)} ms beside ${plan.slow} slow readers; ${together.said} messages of 16 kB`,
  );
  found.say(`the daemon grew by at most ${most.toFixed(0)} MiB`);
  found.check('the slow are cut', isCut);
  found.check(
    `the others hear at most ${plan.slackMs} ms later`,
    together.p99 <= alone.p99 * 2 + plan.slackMs,
  );
  found.check(`the daemon grows by less than ${plan.memoryMiB} MiB`, most < plan.memoryMiB);
  found.check(
    'the quick stay',
    quick.every(({ readyState, OPEN }) => readyState === OPEN),
  );
  return found.finding;
}
