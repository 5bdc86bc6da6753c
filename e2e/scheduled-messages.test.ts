// Scheduled messages on a real daemon: not before their time, soon after it, over kill -9, once.

import type { MessageView } from '@parley/shared/chat';
import { expect, test, vi } from 'vitest';
import { connectHttp, register } from './support/client.ts';
import { startDaemon } from './support/daemon.ts';

const patience = { timeout: 30_000, interval: 50 };

test('a scheduled message comes at its time, and once, also when the daemon was killed before', async () => {
  await using daemon = await startDaemon();
  const token = await register(daemon.url, 'ada');
  const client = () => connectHttp(daemon.url, token);
  const schedule = (body: string, inMs: number) =>
    client().chat.scheduleMessage.mutate({
      room: 'lobby',
      body,
      clientId: body.replace(' ', '-'),
      sendAt: new Date(Date.now() + inMs).toISOString(),
    });
  const read = async (): Promise<MessageView[]> =>
    (await client().chat.listMessages.query({ room: 'lobby' })).items;

  const first = await schedule('in time', 1_500);
  const [message] = await vi.waitFor(async () => {
    const items = await read();
    expect(items).toHaveLength(1);
    return items;
  }, patience);
  expect(message!.createdAt >= first.sendAt).toBe(true);

  const second = await schedule('overslept', 400);
  await daemon.kill();
  await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(Date.parse(second.sendAt)), patience);
  await daemon.restart();
  await vi.waitFor(async () => expect(await read()).toHaveLength(2), patience);
  await vi.waitFor(
    async () => expect((await client().chat.listScheduled.query()).items).toEqual([]),
    patience,
  );
  expect((await read()).map(({ body }) => body)).toEqual(['in time', 'overslept']);
});
