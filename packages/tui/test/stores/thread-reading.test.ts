// A thread that is read over a line that is cut.

import { expect, test, vi } from 'vitest';
import { createEffects } from '../../src/stores/index.ts';
import { createFakeServer } from '../support/fake-server.ts';
import { createScreenlessPorts, createScreenlessStore } from '../support/screenless.ts';

test('that an open thread is read is said again when the line took the word with it', async () => {
  const server = createFakeServer();
  server.addUser('bob');
  server.addUser('ada');
  const roomId = server.addRoom('lobby');
  const root = server.say('bob', 'lobby', 'root');
  server.say('bob', 'lobby', 'reply', { threadId: root.id });
  const store = createScreenlessStore();
  let answers = 0;
  const ports = createScreenlessPorts({
    openApi: (...options: Parameters<typeof server.openApi>) => {
      const api = server.openApi(...options);
      const markThreadRead: typeof api.markThreadRead = async (input) => {
        await api.markThreadRead(input).finally(() => (answers += 1));
      };
      return { ...api, markThreadRead };
    },
  });
  const effects = createEffects(store, ports);
  try {
    await effects.session.start('x');
    effects.threads.open(roomId, root.id);
    const readNo = () => server.activity.followOf(root.id, store.getState().me!.id).readNo;
    const thread = () => store.getState().rooms.get(roomId)?.threads.get(root.id);
    await vi.waitFor(() => expect(thread()).toMatchObject({ state: 'loaded' }));
    server.cut();
    await vi.waitFor(() => expect(answers).toBe(1));
    expect(readNo()).toBe(0);
    server.mend();
    await vi.waitFor(() => expect(readNo()).toBe(1));
  } finally {
    effects.stop();
  }
});
