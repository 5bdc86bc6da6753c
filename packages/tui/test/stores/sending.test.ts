// Sending over a bad line: everything arrives exactly once and in the order it was written.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createEffects } from '../../src/stores/index.ts';
import { createFakeServer } from '../support/fake-server.ts';
import { createScreenlessPorts, createScreenlessStore } from '../support/screenless.ts';

const step = fc.oneof(
  { weight: 4, arbitrary: fc.constant('send' as const) },
  fc.constant('cut' as const),
  fc.constant('mend' as const),
  fc.constant('loseAnswer' as const),
  fc.constant('wait' as const),
);

test('whatever happens to the line, each written line is stored once, in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const server = createFakeServer();
      server.addUser('ada');
      const roomId = server.addRoom('lobby');
      const store = createScreenlessStore();
      const effects = createEffects(store, createScreenlessPorts({ openApi: server.openApi }));
      try {
        await effects.session.start('x');
        let sent = 0;
        for (const what of steps) {
          if (what === 'send') effects.sending.send(roomId, { body: `line ${++sent}` });
          else if (what === 'cut') server.cut();
          else if (what === 'mend') server.mend();
          else if (what === 'loseAnswer') server.loseAnswers(1);
          else await new Promise(setImmediate);
        }
        server.loseAnswers(0);
        server.cut();
        server.mend();
        await expect
          .poll(() => store.getState().rooms.get(roomId)?.outbox, { timeout: 20_000 })
          .toEqual([]);
        const written = Array.from({ length: sent }, (_, index) => `line ${index + 1}`);
        expect(server.messagesOf('lobby').map(({ body }) => body)).toEqual(written);
        expect(
          store
            .getState()
            .rooms.get(roomId)
            ?.messages.map(({ body }) => body),
        ).toEqual(written);
      } finally {
        effects.stop();
      }
    }),
    { numRuns: 40 },
  );
});
