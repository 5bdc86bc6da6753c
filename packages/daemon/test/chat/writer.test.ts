// The writer's lanes by themselves: a change has its turn among the messages of its room.

import { expect, test } from 'vitest';
import { createMessageWriter } from '../../src/chat/writer.ts';
import type { Sql } from '../../src/repo/index.ts';

const nextTurn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

test('a change waits for the messages that are under way, and those sent after it for the change', async () => {
  const told: string[] = [];
  const { promise: rows, resolve: store } = Promise.withResolvers<object[]>();
  const sql = (() => rows) as unknown as Sql;
  const writer = createMessageWriter({
    repo: { sql, pipeline: sql },
    onStored: (_roomId, _stored, { id }) => told.push(id),
  });
  const send = (id: string) =>
    writer.write('den', {
      id,
      author: { id, username: id, displayName: id },
      clientId: id,
      body: id,
      replyTo: null,
      quote: null,
      threadId: null,
      names: [],
      callsRoom: false,
      keywords: [],
      createdAt: new Date(),
    });
  const first = send('first');
  await nextTurn();
  const changed = writer.change('den', async () => void told.push('change'));
  const second = send('second');
  await nextTurn();
  expect(told).toEqual([]);
  store([{ id: 'den', base: '0', baseMain: '0', lastChange: '0' }]);
  await Promise.all([first, changed, second]);
  expect(told).toEqual(['first', 'change', 'second']);
});
