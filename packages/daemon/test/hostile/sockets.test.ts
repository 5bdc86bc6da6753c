// Sockets of people who mean harm: silence, crumbs, ids used twice, floods.

import { expect, test, vi } from 'vitest';
import { createManualClock } from '../../src/telemetry/index.ts';
import { closing, createWebWorld, openRawSocket, type WebWorld, wireOf } from '../support/web.ts';

const patient = { timeout: 20_000 };
const range = (length: number) => Array.from({ length }, (_, index) => index + 1);

/** A masked frame as a client sends it, of at most 125 bytes. */
function frame(opcode: number, { isFinal, text = '' }: { isFinal: boolean; text?: string }) {
  const head = [(isFinal ? 0x80 : 0) | opcode, 0x80 | text.length, 0, 0, 0, 0];
  return Buffer.concat([Buffer.from(head), Buffer.from(text)]);
}

type Frame = {
  id: unknown;
  result?: { type: string };
  error?: { data: { domain: { code: string } } };
};

/** A socket whose holder has said a word: it is not closed for silence. */
async function openAndSay(world: WebWorld, headers: Record<string, string> = {}) {
  const socket = await openRawSocket(world.url, { headers });
  socket.send('PING');
  await new Promise((resolve) => socket.once('message', resolve));
  return socket;
}

/** The same of somebody who is logged in, with all that it was told. */
async function openTalk(world: WebWorld, token: string) {
  const socket = await openAndSay(world, { authorization: `Bearer ${token}` });
  const frames: Frame[] = [];
  socket.on('message', (data) => {
    const text = data.toString();
    if (text.startsWith('{')) frames.push(JSON.parse(text) as Frame);
  });
  const say = (message: object) => socket.send(JSON.stringify(message));
  return { socket, frames, say, closed: closing(socket) };
}

const isWell = async (world: WebWorld) =>
  expect((await fetch(`${world.url}/healthz`)).status).toBe(200);

test('row 58: who connects and never says who they are is closed after 5 s', async () => {
  const clock = createManualClock();
  await using world = await createWebWorld({ clock });
  const paths = ['/trpc?connectionParams=1', '/trpc'];
  const silent = await Promise.all(paths.map((path) => openRawSocket(world.url, { path })));
  // Pings are no words.
  const pinging = await openRawSocket(world.url, { path: '/trpc?connectionParams=1' });
  const ponged = new Promise((resolve) => pinging.once('pong', resolve));
  pinging.ping();
  await ponged;
  const talking = await openRawSocket(world.url, { path: '/trpc?connectionParams=1' });
  talking.send('{"method":"connectionParams","data":null}');
  talking.send('{"id":1,"method":"query","params":{"path":"system.info"}}');
  await new Promise((resolve) => talking.once('message', resolve));
  const closed = Promise.all([...silent, pinging].map(closing));
  await clock.advance(4_900);
  expect(silent.map(({ readyState }) => readyState)).toEqual(silent.map(({ OPEN }) => OPEN));
  await clock.advance(200);
  expect((await closed).map(({ code }) => code)).toEqual([1008, 1008, 1008]);
  expect(talking.readyState).toBe(talking.OPEN);
  // The server waits by the same clock for those who are still there.
  const left = closing(talking);
  talking.close();
  await left;
});

test.each([
  ['of a byte each', 'x'],
  ['that are empty', ''],
])(
  'row 60: a message without end, in parts %s, closes its socket after a few',
  async (_name, text) => {
    await using world = await createWebWorld();
    const parts = range(100).map(() => frame(0, { isFinal: false, text }));
    const codes = range(20).map(async () => {
      const socket = await openAndSay(world);
      const closed = closing(socket);
      wireOf(socket).write(Buffer.concat([frame(1, { isFinal: false, text }), ...parts]));
      return (await closed).code;
    });
    expect(new Set(await Promise.all(codes))).toEqual(new Set([1008]));
    await isWell(world);
  },
);

test('row 60: a frame whose bytes come one by one closes its socket as well', async () => {
  await using world = await createWebWorld();
  const socket = await openAndSay(world);
  const closed = closing(socket);
  const wire = wireOf(socket);
  wire.setNoDelay(true);
  const head = Buffer.from([0x81, 0xfe, 0xff, 0xff, 0, 0, 0, 0]);
  wire.write(head);
  // Each in a packet of its own: the next once the one before has left.
  for (let sent = 0; socket.readyState === socket.OPEN && sent < 60_000; sent += 1) {
    await new Promise((resolve) => wire.write('x', resolve));
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect((await closed).code).toBe(1008);
});

test('row 65: an id that is taken is refused and the first one goes on; what is not there is stopped in vain', async () => {
  await using world = await createWebWorld();
  const { token, scope } = await world.signUp('ada');
  const quiet = world.pubsub.countSubscribers();
  const { socket, frames, say } = await openTalk(world, token);
  const subscribe = (id: unknown) =>
    say({ id, method: 'subscription', params: { path: 'chat.onRoom', input: { room: 'lobby' } } });
  const of = (id: unknown) => frames.filter((one) => one.id === id);
  subscribe(1);
  await vi.waitFor(() => expect(of(1).length).toBeGreaterThanOrEqual(3), patient);
  const one = world.pubsub.countSubscribers();
  for (const _ of range(50)) subscribe(1);
  await vi.waitFor(() => expect(of(1).filter(({ error }) => error)).toHaveLength(50), patient);
  expect(of(1).find(({ error }) => error)!.error!.data.domain.code).toBe('invalid');
  expect(world.pubsub.countSubscribers()).toBe(one);

  const flood = JSON.stringify(
    range(1_000).map((id) => ({ id: id + 100, method: 'subscription.stop' })),
  );
  for (const _ of range(100)) socket.send(flood);
  await world.chat.sendMessage(scope, { room: 'lobby', body: 'still here', clientId: 'c' });
  await vi.waitFor(() => expect(JSON.stringify(of(1))).toContain('still here'), patient);
  expect(frames.filter(({ id }) => id !== 1)).toEqual([]);

  // Opened and stopped ever again, under the same id and under new ones: nothing stays behind.
  for (const id of range(300)) {
    subscribe(id % 2 === 0 ? 'again' : 1_000 + id);
    say({ id: id % 2 === 0 ? 'again' : 1_000 + id, method: 'subscription.stop' });
  }
  say({ id: 1, method: 'subscription.stop' });
  await vi.waitFor(() => expect(world.pubsub.countSubscribers()).toBe(quiet), patient);
  const connections = await world.http(token).admin.listConnections.query();
  expect(connections.items).toMatchObject([{ topics: [] }]);
  await isWell(world);
  socket.close();
});

test('row 65: a million stops are more than any client has to say', async () => {
  await using world = await createWebWorld({ rates: { api: { points: 100, seconds: 60 } } });
  const { token } = await world.signUp('ada');
  const { socket, closed } = await openTalk(world, token);
  const stops = JSON.stringify(range(1_000).map((id) => ({ id, method: 'subscription.stop' })));
  for (let sent = 0; socket.readyState === socket.OPEN && sent < 1_000; sent += 1) {
    await new Promise((resolve) => socket.send(stops, resolve));
  }
  expect([4029, 1006]).toContain((await closed).code);
  await isWell(world);
});

const floods: [string, (talk: Awaited<ReturnType<typeof openTalk>>) => unknown][] = [
  // One after the other: many at once are more than `ws` answers.
  [
    'pings',
    ({ socket, closed }) => {
      socket.ping();
      return Promise.race([closed, new Promise((resolve) => socket.once('pong', resolve))]);
    },
  ],
  ['pongs', ({ socket }) => socket.pong()],
  ['words of the keep-alive', ({ socket }) => socket.send('PING')],
  [
    'messages',
    ({ say }) => {
      const input = { room: 'lobby', body: 'x', clientId: `c${Math.random()}` };
      say({ id: 1, method: 'mutation', params: { path: 'chat.sendMessage', input } });
    },
  ],
];

test.each(floods)(
  'row 67: who floods with %s is closed, and others do not notice',
  async (_name, flood) => {
    const rates = { api: { points: 20, seconds: 60 }, messages: { points: 10, seconds: 60 } };
    await using world = await createWebWorld({ rates });
    const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
    const talk = await openTalk(world, ada.token);
    const other = await openTalk(world, bob.token);
    let sent = 0;
    while (talk.socket.readyState === talk.socket.OPEN && sent < 5_000) {
      await flood(talk);
      sent += 1;
      if (sent % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    // What it had not read yet may cost the farewell.
    expect([4029, 1006]).toContain((await talk.closed).code);
    const [row] = await world.repo.sql`select count(*)::int as count from messages`;
    expect(row!.count).toBeLessThanOrEqual(rates.messages.points);
    expect(talk.frames.every(({ error }) => !error || error.data.domain.code === 'limited')).toBe(
      true,
    );
    other.say({ id: 1, method: 'query', params: { path: 'accounts.me' } });
    await vi.waitFor(() => expect(other.frames[0]).toMatchObject({ id: 1, result: {} }), patient);
    other.socket.close();
  },
);
