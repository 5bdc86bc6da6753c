// The list of my rooms, read several times at once.

import { expect, test, vi } from 'vitest';
import { createEffects } from '../../src/stores/index.ts';
import { createFakeServer } from '../support/fake-server.ts';
import { createScreenlessPorts, createScreenlessStore } from '../support/screenless.ts';

/** A client whose lists of rooms are answered by hand, each as it was when it was asked for. */
async function connect(rooms: readonly string[] = ['lobby']) {
  const server = createFakeServer();
  server.addUser('ada');
  const roomIds = rooms.map((slug) => server.addRoom(slug));
  const store = createScreenlessStore();
  // As remembered from last time.
  const route = { name: 'room', roomId: roomIds.at(-1)! } as const;
  store.dispatch({ type: 'route.reset', route });
  const subscribed: string[] = [];
  let isHeld = false;
  const held: (() => void)[] = [];
  const ports = createScreenlessPorts({
    openApi: (...options: Parameters<typeof server.openApi>) => {
      const api = server.openApi(...options);
      const listRooms: typeof api.listRooms = async () => {
        const items = await api.listRooms();
        if (isHeld) await new Promise<void>((resolve) => held.push(resolve));
        return items;
      };
      const onRoom: typeof api.onRoom = (roomId, listener) => {
        subscribed.push(roomId);
        return api.onRoom(roomId, listener);
      };
      return { ...api, listRooms, onRoom };
    },
  });
  const effects = createEffects(store, ports);
  await effects.session.start('x');
  isHeld = true;
  return {
    server,
    effects,
    held,
    roomIds,
    subscribed,
    names: () => [...store.getState().rooms.values()].map(({ room }) => room.slug),
    [Symbol.dispose]: () => effects.stop(),
  };
}

test('of two readings of the list the later one holds, whichever is answered first', async () => {
  using client = await connect();
  const { server, effects, held, names } = client;
  const older = effects.rooms.refresh();
  await vi.waitFor(() => expect(held).toHaveLength(1));
  const tea = server.addRoom('tea');
  const newer = effects.rooms.refresh();
  await vi.waitFor(() => expect(held).toHaveLength(2));
  held[1]!();
  await newer;
  server.cut();
  effects.sending.send(tea, { body: 'waits for the line' });
  held[0]!();
  await older;
  expect(names()).toEqual(['lobby', 'tea']);
  expect(effects.client.state().rooms.get(tea)?.outbox).toHaveLength(1);
});

test('a list that comes after the server was left is nobody’s', async () => {
  using client = await connect();
  const { effects, held, names } = client;
  const late = effects.rooms.refresh();
  await vi.waitFor(() => expect(held).toHaveLength(1));
  effects.client.dispatch({ type: 'session.closed' });
  effects.rooms.stop();
  held[0]!();
  await late;
  expect(names()).toEqual([]);
});

test('of many rooms the one that is open is asked for first', async () => {
  using client = await connect(['attic', 'cellar', 'kitchen', 'lobby']);
  const { roomIds, subscribed } = client;
  expect(subscribed[0]).toBe(roomIds.at(-1));
  expect(new Set(subscribed)).toEqual(new Set(roomIds));
});
