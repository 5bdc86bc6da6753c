// The outbox at work: lines go out one after the other, wait while offline, and are stored once.

import { replaceEmojiNames } from '../emoji.ts';
import type { OutboxEvent, PendingMessage } from '../outbox.ts';
import { nextToSend } from '../outbox.ts';
import { toProblem } from '../problem.ts';
import type { Client } from './client.ts';
import { takeBackRefused } from './taking-back.ts';

export interface Sending {
  /** Shows the line at once and sends it when its turn comes. */
  send(roomId: string, line: { body: string; replyTo?: string; threadId?: string }): void;
  retry(roomId: string, clientId: string): void;
  /** Sends what waits in every room, such as after a reconnect. */
  resume(): void;
  stop(): void;
}

export function createSending(client: Client): Sending {
  const timers = new Set<NodeJS.Timeout>();

  const change = (roomId: string, event: OutboxEvent) => {
    const myId = client.state().me?.id ?? null;
    const input = { type: 'outbox', event, myId } as const;
    client.dispatch({ type: 'rooms', input: { type: 'room', roomId, input } });
  };

  const pump = (roomId: string): void => {
    if (client.state().connection.phase !== 'online') return;
    const pending = nextToSend(client.state().rooms.get(roomId)?.outbox ?? []);
    if (pending !== undefined) void deliver(roomId, pending);
  };

  const later = (roomId: string, delayMs: number) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      pump(roomId);
    }, delayMs);
    timers.add(timer);
  };

  const deliver = async (roomId: string, { clientId, body, replyTo, threadId }: PendingMessage) => {
    change(roomId, { type: 'sending', clientId });
    try {
      const { seq } = await client
        .api()
        .sendMessage({ room: roomId, body, clientId, replyTo, threadId });
      change(roomId, { type: 'answered', clientId, seq });
    } catch (error) {
      const problem = toProblem(error, client.ports.now());
      if (problem.code === 'unavailable') {
        change(roomId, { type: 'deferred', clientId });
        // Not reached although the connection stands: the answer was lost, not the line.
        return later(roomId, 2_000);
      }
      if (problem.code === 'limited') {
        const waitMs = Math.min(60, problem.retryAfter ?? 5) * 1_000;
        const retryAt = client.ports.now() + (problem.retryAfter ?? 5) * 1_000;
        change(roomId, { type: 'deferred', clientId, problem, retryAt });
        return later(roomId, waitMs);
      }
      change(roomId, { type: 'refused', clientId, problem });
      takeBackRefused(client, roomId, clientId);
    }
    pump(roomId);
  };

  return {
    send(roomId, { body: written, replyTo, threadId }) {
      const body = replaceEmojiNames(written);
      const at = new Date(client.ports.now()).toISOString();
      const clientId = client.ports.newId();
      change(roomId, { type: 'queued', pending: { clientId, body, replyTo, threadId, at } });
      pump(roomId);
    },
    retry(roomId, clientId) {
      change(roomId, { type: 'retried', clientId });
      pump(roomId);
    },
    resume() {
      for (const roomId of client.state().rooms.keys()) pump(roomId);
    },
    stop() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
