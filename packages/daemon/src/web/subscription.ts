// Subscriptions: what a client asked for, and the seat that hears for it. Two small objects each, for as long as it lasts.

import type { Sink } from './lane.ts';
import type { Outbox } from './outbox.ts';
import type { LiveSocket } from './sockets.ts';
import type { Subscriptions } from './subscriptions.ts';

export type RequestId = number | string;

/**
 * From its request on it holds its id. Once its procedure let it in it has a seat, which the connection
 * attaches; when it is over, whoever ended it, the seat is detached, the client hears `stopped`, and the
 * id is free. One that is ended while it is let in is over as soon as that is done.
 */
export class Subscription {
  readonly #owner: Subscriptions;
  readonly requestId: RequestId;
  readonly jsonrpc: '2.0' | undefined;
  /** What it is about, once it counts among those of its socket. */
  topic: string | null = null;
  seat: Seat | null = null;
  isOver = false;
  /** The one before it on its connection: most have one or two, and a list keeps room for many. */
  next: Subscription | null;

  constructor(
    owner: Subscriptions,
    { id, jsonrpc, next }: { id: RequestId; jsonrpc: '2.0' | undefined; next: Subscription | null },
  ) {
    this.#owner = owner;
    this.requestId = id;
    this.jsonrpc = jsonrpc;
    this.next = next;
  }

  get socket(): LiveSocket {
    return this.#owner.connection;
  }

  /** @throws limited when its socket has too many already. */
  admit(topic: string): void {
    this.#owner.admit(this, topic);
  }

  end(): void {
    this.#owner.end(this);
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
   * Takes part from here on: pushes what comes first into the outbox, and what happens after it. One step;
   * called once. False when there is nothing to hear any more.
   */
  abstract attach(): boolean;

  /** Undoes what was done to let it in; called once, also when it was never attached. */
  abstract detach(): void;

  /** Ends the subscription from the server's side. */
  end(): void {
    this.subscription.end();
  }
}

/** A seat as the router's type has it: a client sees a stream of events, and never the seat. */
export function streamOf<Event>(seat: Seat): AsyncIterable<Event, void> {
  return seat as unknown as AsyncIterable<Event, void>;
}
