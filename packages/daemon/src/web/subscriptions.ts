// The subscriptions of one connection, by the ids that its client gave them.

import { DomainError } from '@parley/shared/errors';
import { limits } from '@parley/shared/limits';
import { TRPCError } from '@trpc/server';
import type { Call } from './calls.ts';
import { unlink, walk } from './chain.ts';
import type { Answer, Connection } from './connection.ts';
import { encodeFrame } from './outbox.ts';
import { type RequestId, Seat, Subscription } from './subscription.ts';

/** Made with the first of them: most calls of scripts are none. */
export class Subscriptions {
  readonly connection: Connection;
  /** The newest. */
  #open: Subscription | null = null;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  open(call: Call): void {
    const { id, jsonrpc } = call;
    if (this.#find(id)) {
      const cause = new TRPCError({ code: 'BAD_REQUEST', message: `Duplicate id ${id}` });
      this.connection.refuse(call, cause);
      return;
    }
    const subscription = new Subscription(this, { id, jsonrpc, next: this.#open });
    this.#open = subscription;
    void this.#seat(call, subscription);
  }

  /** At the client's wish; what is not there is stopped in vain. */
  stop(id: RequestId): void {
    const subscription = this.#find(id);
    if (subscription) this.end(subscription);
  }

  /** One that is being let in is over as soon as that is done. */
  end(subscription: Subscription): void {
    if (subscription.isOver) return;
    subscription.isOver = true;
    if (subscription.seat) this.#drop(subscription);
  }

  endAll(): void {
    for (const subscription of walk(this.#open)) this.end(subscription);
  }

  /**
   * Counts one among those of its connection.
   *
   * @throws limited when there are too many already.
   */
  admit(subscription: Subscription, topic: string): void {
    const admitted = walk(this.#open).filter(({ topic: known }) => known !== null);
    if (admitted.drop(limits.subscriptionsPerSocket - 1).next().done === false) {
      throw new DomainError('limited', 'Too many subscriptions on one connection.');
    }
    subscription.topic = topic;
  }

  listTopics(): string[] {
    return [...walk(this.#open)].flatMap(({ topic, isOver }) => (isOver ? [] : (topic ?? [])));
  }

  #find(id: RequestId): Subscription | undefined {
    return walk(this.#open).find(({ requestId }) => requestId === id);
  }

  /** Never rejects. */
  async #seat(call: Call, subscription: Subscription): Promise<void> {
    try {
      // A stop in the same breath saves the work.
      await Promise.resolve();
      const seat = await this.connection.ask(call, subscription);
      if (seat instanceof Seat) subscription.seat = seat;
      else if (!subscription.isOver) throw new Error(`${call.path} made no seat`);
      this.#attach(subscription);
    } catch (cause) {
      this.#release(subscription);
      this.connection.refuse(call, cause);
    }
  }

  #attach(subscription: Subscription): void {
    const { ws, outbox } = this.connection;
    const { seat, requestId: id, jsonrpc } = subscription;
    if (seat === null || subscription.isOver || ws.readyState !== ws.OPEN) {
      this.#drop(subscription);
      return;
    }
    const started: Answer = { id, jsonrpc, result: { type: 'started' } };
    outbox.push(encodeFrame(JSON.stringify(started)));
    if (!seat.attach()) this.#drop(subscription);
  }

  /** Everything that was to be heard by it has left before the client is told that it is over. */
  #drop(subscription: Subscription): void {
    this.#release(subscription);
    this.connection.outbox.flush();
    const { requestId: id, jsonrpc } = subscription;
    this.connection.say({ id, jsonrpc, result: { type: 'stopped' } });
  }

  #release(subscription: Subscription): void {
    const { seat } = subscription;
    subscription.isOver = true;
    subscription.seat = null;
    subscription.topic = null;
    this.#open = unlink(this.#open, subscription);
    seat?.detach();
  }
}
