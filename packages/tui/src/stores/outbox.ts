// Own lines on their way: shown at once, sent in order, confirmed when the room brings them back.
//
// queued ──send──▶ sending ──answered──▶ sent ──seen in the room──▶ (gone)
//   ▲                 │ server not reached      │
//   └─────────────────┘                         │
//                     └─refused──▶ failed ──retry──▶ queued
//
// A line keeps its clientId through all of it, so however often it is sent it is stored once.

import type { MessageView } from '@parley/shared/chat';
import type { Problem } from './problem.ts';

export interface PendingMessage {
  readonly clientId: string;
  readonly body: string;
  readonly replyTo?: string;
  /** The thread it goes into. */
  readonly threadId?: string;
  /** When it was written, ISO 8601. */
  readonly at: string;
  readonly state: 'queued' | 'sending' | 'sent' | 'failed';
  /** When it is tried again, in milliseconds since the epoch, where the server wants it to wait. */
  readonly retryAt?: number;
  /** Its seq once the server answered. */
  readonly seq?: number;
  readonly problem?: Problem;
}

export type OutboxEvent =
  | { readonly type: 'queued'; readonly pending: Omit<PendingMessage, 'state'> }
  /** It was written before the client ended. */
  | { readonly type: 'restored'; readonly pending: Omit<PendingMessage, 'state'> }
  | { readonly type: 'sending'; readonly clientId: string }
  | { readonly type: 'answered'; readonly clientId: string; readonly seq: number }
  /** The server was not reached: it waits for the connection; or for its turn, and then there is a problem. */
  | {
      readonly type: 'deferred';
      readonly clientId: string;
      readonly problem?: Problem;
      readonly retryAt?: number;
    }
  | { readonly type: 'refused'; readonly clientId: string; readonly problem: Problem }
  | { readonly type: 'retried'; readonly clientId: string }
  /** Taken back into the composer, or given up. */
  | { readonly type: 'recalled'; readonly clientId: string };

// Sent by itself it might come days late; whoever wrote it knows whether it is still to be said.
const endedBefore: Problem = {
  code: 'unavailable',
  message: 'Parley ended before.',
  fields: {},
};

export function reduceOutbox(
  outbox: readonly PendingMessage[],
  event: OutboxEvent,
): readonly PendingMessage[] {
  switch (event.type) {
    case 'queued':
      if (outbox.some(({ clientId }) => clientId === event.pending.clientId)) return outbox;
      return [...outbox, { ...event.pending, state: 'queued' }];
    case 'restored': {
      if (outbox.some(({ clientId }) => clientId === event.pending.clientId)) return outbox;
      return [...outbox, { ...event.pending, state: 'failed', problem: endedBefore }];
    }
    case 'sending':
      return change(outbox, event.clientId, {
        state: 'sending',
        problem: undefined,
        retryAt: undefined,
      });
    case 'answered':
      return change(outbox, event.clientId, { state: 'sent', seq: event.seq });
    case 'deferred':
      return change(outbox, event.clientId, {
        state: 'queued',
        problem: event.problem,
        retryAt: event.retryAt,
      });
    case 'refused':
      return change(outbox, event.clientId, { state: 'failed', problem: event.problem });
    case 'retried': {
      // At the end: what was written after it may long be in the room.
      const pending = outbox.find(({ clientId }) => clientId === event.clientId);
      if (pending?.state !== 'failed') return outbox;
      const others = outbox.filter((other) => other !== pending);
      return [...others, { ...pending, state: 'queued', problem: undefined }];
    }
    case 'recalled':
      return outbox.filter(
        ({ clientId, state }) =>
          clientId !== event.clientId || state === 'sending' || state === 'sent',
      );
  }
}

/** The outbox without what the room has brought back as mine. */
export function confirmOutbox(
  outbox: readonly PendingMessage[],
  arrived: readonly MessageView[],
  myId: string | null,
): readonly PendingMessage[] {
  if (outbox.length === 0 || arrived.length === 0) return outbox;
  const mine = new Set(
    arrived.filter(({ author }) => author.id === myId).map(({ clientId }) => clientId),
  );
  // Sent once more it may have been stored long ago, above what is loaded.
  const newest = arrived.at(-1)?.seq ?? 0;
  const left = outbox.filter(
    ({ clientId, seq }) => !mine.has(clientId) && (seq === undefined || seq > newest),
  );
  return left.length === outbox.length ? outbox : left;
}

/** The line to send now: the oldest waiting one, while none is on its way. */
export function nextToSend(outbox: readonly PendingMessage[]): PendingMessage | undefined {
  if (outbox.some(({ state }) => state === 'sending')) return undefined;
  return outbox.find(({ state }) => state === 'queued');
}

function change(
  outbox: readonly PendingMessage[],
  clientId: string,
  changes: Partial<PendingMessage>,
): readonly PendingMessage[] {
  const index = outbox.findIndex((pending) => pending.clientId === clientId);
  if (index === -1) return outbox;
  return outbox.with(index, { ...outbox[index]!, ...changes });
}
