// A reader that stops reading is cut; nobody else notices.

import { limits } from '@parley/shared/limits';
import { expect, test, vi } from 'vitest';
import { createOutboxes } from '../../src/web/outbox.ts';
import { closing, createWebWorld, openRawSocket, wireOf } from '../support/web.ts';

test('row 66: a paused reader of a busy room is closed with 4008, memory stays bounded, others get all', async () => {
  await using world = await createWebWorld();
  const { token, scope } = await world.signUp('ada');
  const join = async () => {
    const socket = await openRawSocket(world.url, {
      headers: { authorization: `Bearer ${token}` },
    });
    const params = { path: 'chat.onRoom', input: { room: 'lobby' } };
    let seqs = 0;
    let isJoined = false;
    socket.on('message', (data) => {
      const text = data.toString();
      isJoined ||= text.includes('presence.state');
      if (text.includes('message.created')) seqs += 1;
    });
    socket.send(JSON.stringify({ id: 1, method: 'subscription', params }));
    await vi.waitFor(() => expect(isJoined).toBe(true));
    return { socket, count: () => seqs };
  };
  const [slow, quick] = [await join(), await join()];
  const closed = closing(slow.socket);
  const wire = wireOf(slow.socket);
  wire.pause();

  const total = 1_200;
  const body = 'x'.repeat(limits.messageBody);
  for (let index = 0; index < total; index += 20) {
    await Promise.all(
      Array.from({ length: 20 }, (_, offset) =>
        world.chat.sendMessage(scope, { room: 'lobby', body, clientId: `c${index + offset}` }),
      ),
    );
  }
  await vi.waitFor(() => expect(quick.count()).toBe(total), { timeout: 30_000 });
  wire.resume();
  expect([4008, 1006]).toContain((await closed).code);
  expect(slow.count()).toBeLessThan(total);
  quick.socket.close();
});

test('what one tick says to a socket leaves in order, under one cork', async () => {
  const calls: string[] = [];
  const socket = {
    OPEN: 1,
    readyState: 1,
    bufferedAmount: 0,
    _socket: {
      cork: () => calls.push('cork'),
      uncork: () => calls.push('uncork'),
      write: (frame: Buffer) => calls.push(frame.toString()),
    },
  };
  const outbox = createOutboxes()(socket as never);
  for (const frame of ['a', 'b', 'c']) outbox.push(Buffer.from(frame));
  expect(calls).toEqual([]);
  await vi.waitFor(() => expect(calls).toEqual(['cork', 'a', 'b', 'c', 'uncork']));
  outbox.push(Buffer.from('d'));
  await vi.waitFor(() => expect(calls.slice(5)).toEqual(['d']));
  outbox.push(Buffer.from('e'));
  outbox.end();
  expect(calls.slice(6)).toEqual(['e']);
  outbox.push(Buffer.from('f'));
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  expect(calls.slice(6)).toEqual(['e']);
});
