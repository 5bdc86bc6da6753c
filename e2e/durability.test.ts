// The history checker: kill -9 under load, and nothing acknowledged is lost, doubled or out of order.

import { expect, test, vi } from 'vitest';
import { connectHttp, connectLive, followRoom, register, sendSurely } from './support/client.ts';
import { startDaemon } from './support/daemon.ts';

const range = (length: number) => Array.from({ length }, (_, index) => index + 1);

test('kill -9 in mid-send, five times: every message once, dense, the same for every subscriber', async () => {
  await using daemon = await startDaemon();
  const tokens = await Promise.all(['ada', 'bob', 'cyd'].map((name) => register(daemon.url, name)));
  await using first = connectLive(daemon.url, tokens[0]!);
  await using second = connectLive(daemon.url, tokens[1]!);
  const followers = [first, second].map((live) => followRoom(live, 'lobby'));
  await vi.waitFor(() => {
    for (const { events } of followers) expect(events.length).toBeGreaterThan(1);
  });

  const rounds = 5;
  const perRound = 60;
  const acknowledged: { seq: number; clientId: string }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const sends = range(perRound).map(async (index) => {
      const token = tokens[index % 3]!;
      const clientId = `r${round}-${index}`;
      const { seq } = await sendSurely(() => connectHttp(daemon.url, token), {
        room: 'lobby',
        body: clientId,
        clientId,
      });
      acknowledged.push({ seq, clientId });
    });
    const some = round * perRound + 5 + round * 7;
    await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(some), { interval: 1 });
    await daemon.kill();
    await daemon.restart();
    await Promise.all(sends);
  }

  const total = rounds * perRound;
  // I1 and I2: each acknowledged message is stored, once, under the seq that was answered.
  expect(acknowledged.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(range(total));
  const stored = new Map<number, string>();
  for (let after = 0; after < total; ) {
    const page = await connectHttp(daemon.url, tokens[0]).chat.listMessages.query({
      room: 'lobby',
      after,
      limit: 100,
    });
    for (const { seq, clientId } of page.items) stored.set(seq, clientId);
    after = page.items.at(-1)!.seq;
  }
  expect(stored.size).toBe(total);
  for (const { seq, clientId } of acknowledged) expect(stored.get(seq)).toBe(clientId);
  // I3 and I4: every subscriber has all of them, once and in order, over all reconnects.
  await vi.waitFor(
    () => {
      for (const { seqs } of followers) expect(seqs()).toEqual(range(total));
    },
    { timeout: 30_000 },
  );
}, 180_000);

test('SIGTERM answers what is under way and exits 0; the next start finds everything', async () => {
  await using daemon = await startDaemon();
  const token = await register(daemon.url, 'ada');
  await using live = connectLive(daemon.url, token);
  const follower = followRoom(live, 'lobby');
  await vi.waitFor(() => expect(follower.events.length).toBeGreaterThan(1));
  const sends = range(100).map((index) =>
    sendSurely(() => connectHttp(daemon.url, token), {
      room: 'lobby',
      body: `m${index}`,
      clientId: `c${index}`,
    }),
  );
  await vi.waitFor(() => expect(follower.seqs().length).toBeGreaterThan(10), { interval: 1 });
  expect(await daemon.stop()).toBe(0);
  await daemon.restart();
  const answers = await Promise.all(sends);
  expect(answers.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(range(100));
  await vi.waitFor(() => expect(follower.seqs()).toEqual(range(100)), { timeout: 30_000 });
}, 120_000);

test('the ready line is what tools wait for', async () => {
  await using daemon = await startDaemon();
  expect(daemon.ready).toBe(`parleyd ready ${daemon.url} pid=${daemon.pid}`);
});
