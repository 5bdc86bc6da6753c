// Subscriptions: what a client asked for, and the seat that hears for it. Two small objects each, for as long as it lasts.

import { DomainError } from '@parley/shared/errors';
import { limits } from '@parley/shared/limits';
import type { EncodedEvent, Sink } from './lane.ts';
import type { Outbox } from './outbox.ts';
import type { LiveSocket } from './sockets.ts';

export type RequestId = number | string;

/**
 * From its request on it holds its id. Once its procedure let it in it has a seat, which the connection
 * attaches; when it is over, whoever ended it, the seat is detached, the client hears `stopped`, and the
 * id is free. One that is ended while it is let in is over as soon as that is done.
 */
export class Subscription {
  readonly socket: LiveSocket;
  readonly requestId: RequestId;
  readonly jsonrpc: '2.0' | undefined;
  /** What it is about, once it counts among those of its socket. */
  topic: string | null = null;
  seat: Seat | null = null;
  isOver = false;

  constructor(socket: LiveSocket, requestId: RequestId, jsonrpc: '2.0' | undefined) {
    this.socket = socket;
    this.requestId = requestId;
    this.jsonrpc = jsonrpc;
  }

  /** @throws limited when its socket has too many already. */
  admit(topic: string): void {
    if (this.socket.admitted >= limits.subscriptionsPerSocket) {
      throw new DomainError('limited', 'Too many subscriptions on one connection.');
    }
    this.socket.admitted += 1;
    this.topic = topic;
  }
}

/**
 * What a subscription's procedure makes: it listens on a lane, and what it hears goes straight into the
 * outbox. No promise, timer, closure or generator lives as long as it does.
 */
export abstract class Seat implements Sink {
  readonly subscription: Subscription;
  readonly outbox: Outbox;
  readonly requestId: RequestId;
  readonly userId: string | null;
  lastSeq = 0;

  constructor(subscription: Subscription) {
    const { socket, requestId } = subscription;
    this.subscription = subscription;
    this.outbox = socket.outbox;
    this.requestId = requestId;
    this.userId = socket.scope.user?.id ?? null;
  }

  /**
   * Takes part from here on; called once, in one step with the sending of the event that it returns. What
   * it pushes into the outbox meanwhile leaves after that one. Null: there is nothing to hear any more.
   */
  abstract attach(): EncodedEvent | null;

  /** Undoes what was done to let it in; called once, also when it was never attached. */
  abstract detach(): void;

  /** Ends the subscription from the server's side. */
  end(): void {
    this.subscription.socket.endSubscription(this.subscription);
  }
}

/** A seat as the router's type has it: a client sees a stream of events, and never the seat. */
export function streamOf<Event>(seat: Seat): AsyncIterable<Event, void> {
  return seat as unknown as AsyncIterable<Event, void>;
}
