// The documented tRPC way, as a contender of the fan-out bench: an async generator over an event emitter per subscriber.

import { EventEmitter, on } from 'node:events';
import type { AddressInfo } from 'node:net';
import { initTRPC, tracked } from '@trpc/server';
import { applyWSSHandler } from '@trpc/server/adapters/ws';
import { WebSocketServer } from 'ws';
import { makeEvent } from './event.ts';

const t = initTRPC.create();
const events = new EventEmitter().setMaxListeners(0);
let seq = 0;

const router = t.router({
  send: t.procedure
    .input((value) => value as { text: string })
    .mutation(({ input }) => {
      seq += 1;
      events.emit('message', makeEvent(seq, input.text));
    }),
  onMessage: t.procedure.subscription(async function* ({ signal }) {
    yield tracked('0', { type: 'joined' });
    for await (const [event] of on(events, 'message', { signal: signal! })) {
      yield tracked(String(event.seq), event);
    }
  }),
});

const wss = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
applyWSSHandler({ wss, router });
wss.on('listening', () => {
  console.log(`raw ready ws://127.0.0.1:${(wss.address() as AddressInfo).port}`);
});
