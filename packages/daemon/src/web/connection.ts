// A client's connection: tRPC's wire format over a WebSocket. One object while nobody talks.

import { DomainError } from '@parley/shared/errors';
import { TRPCError } from '@trpc/server';
import type { TRPCClientOutgoingMessage } from '@trpc/server/rpc';
import type { WebSocket } from 'ws';
import { anonymousScope, type Scope, type Sessions } from '../accounts/index.ts';
import type { Tracking } from '../presence/index.ts';
import type { Clock } from '../telemetry/index.ts';
import { type Call, type Calls, inputOf, parseFrame } from './calls.ts';
import { type ConnectionParams, readParams } from './connection-params.ts';
import type { CallContext } from './context.ts';
import { invalidToken, toTRPCError } from './errors.ts';
import { textOf } from './lane.ts';
import { BoundedSocket, type Outbox } from './outbox.ts';
import type { RateLimits } from './rate-limits.ts';
import { setIdle } from './socket-presence.ts';
import { closeCodes, type LiveSocket, type Sockets } from './sockets.ts';
import { type RequestId, Seat, Subscription } from './subscription.ts';

/** What a server makes of a socket; it knows whose it is, so that listeners are shared by all. */
export class ServedSocket extends BoundedSocket {
  connection: Connection | null = null;
}

/** What all connections share. */
export interface Desk {
  calls: Calls;
  sessions: Pick<Sessions, 'authenticate'>;
  sockets: Pick<Sockets, 'identify' | 'remove'>;
  limits: RateLimits;
  clock: Clock;
}

/**
 * A connection goes: `entering`, until it is known who is there, then `served`. Who announced
 * `connectionParams` is there once they came, as the first frame. Calls that come earlier wait, in their
 * order. What cannot be entered is closed.
 *
 * Queries, mutations and the making of a subscription are the router's affair. A subscription is served
 * by its seat alone: see {@link Subscription}.
 */
export class Connection implements LiveSocket {
  readonly id: string;
  readonly ws: ServedSocket;
  readonly address: string;
  readonly connectedAt: number;
  readonly outbox: Outbox;
  scope: Scope;
  identity: LiveSocket['identity'] = null;
  trackings: Map<string, { tracking: Tracking; uses: number }> | null = null;
  idleSince: string | null = null;
  admitted = 0;
  heardAt: number;
  hasSpoken = false;
  askedAt = 0;
  readonly #desk: Desk;
  #awaitsParams: boolean;
  #bearer: string | undefined;
  /** Until it is known who is there; stays, rejected, when that could not be found out. */
  #entering: Promise<void> | null = null;
  #subscriptions: Map<RequestId, Subscription> | null = null;

  constructor(
    desk: Desk,
    options: {
      id: string;
      ws: ServedSocket;
      address: string;
      outbox: Outbox;
      /** From the request's head; `connectionParams` go before it. */
      bearer: string | undefined;
      awaitsParams: boolean;
    },
  ) {
    this.#desk = desk;
    this.id = options.id;
    this.ws = options.ws;
    this.address = options.address;
    this.outbox = options.outbox;
    this.scope = anonymousScope(options.address);
    this.connectedAt = desk.clock.now().getTime();
    this.heardAt = Math.floor(desk.clock.monotonic());
    this.#bearer = options.bearer;
    this.#awaitsParams = options.awaitsParams;
  }

  serve(): void {
    const { ws } = this;
    ws.connection = this;
    ws.on('message', onMessage).on('ping', onControl).on('pong', onControl).on('close', onClose);
    if (!this.#awaitsParams) this.#enter(null);
  }

  listTopics(): string[] {
    const topics: string[] = [];
    for (const { topic, isOver } of this.#subscriptions?.values() ?? []) {
      if (topic !== null && !isOver) topics.push(topic);
    }
    return topics;
  }

  /** False, and the end of the connection, once it said more than any client has reason to. */
  weigh(bytes: number): boolean {
    if (this.#desk.limits.admitFrame(this.id, bytes)) return true;
    this.ws.close(closeCodes.tooMany, 'too many frames');
    this.ws.pause();
    return false;
  }

  hear(data: Buffer, isBinary: boolean): void {
    if (!this.weigh(data.length)) return;
    const { ws } = this;
    this.hasSpoken = true;
    this.askedAt = 0;
    this.heardAt = Math.floor(this.#desk.clock.monotonic());
    if (ws.readyState !== ws.OPEN) return;
    const text = isBinary ? null : data.toString();
    if (this.#awaitsParams) {
      const params = readParams(text);
      this.#awaitsParams = false;
      if ('code' in params) ws.close(params.code, params.reason);
      else this.#enter(params.data);
    } else if (text === 'PING') {
      ws.send('PONG');
    } else if (text !== 'PONG') {
      this.#hearMessages(text);
    }
  }

  endSubscription(subscription: Subscription): void {
    if (subscription.isOver) return;
    subscription.isOver = true;
    if (subscription.seat) this.#drop(subscription);
  }

  /** The line is gone, whoever ended it. */
  close(): void {
    this.#desk.sockets.remove(this);
    for (const subscription of [...(this.#subscriptions?.values() ?? [])]) {
      this.endSubscription(subscription);
    }
  }

  #enter(params: ConnectionParams): void {
    const { token = this.#bearer, idle } = params ?? {};
    this.#bearer = undefined;
    // Who comes back while nobody sits there is not shown as active for a moment.
    if (idle === 'true') setIdle(this, true, this.#desk.clock.now());
    if (token === undefined) return;
    this.#entering = this.#identify(token);
    this.#entering.then(
      () => {
        this.#entering = null;
      },
      (cause) => {
        this.#say({ id: null, error: this.#desk.calls.refuse(cause, undefined) });
        // What waits is answered first.
        setImmediate(() => this.ws.close());
      },
    );
  }

  async #identify(token: string): Promise<void> {
    const { sessions, sockets } = this.#desk;
    const scope = await sessions.authenticate(token, this.address);
    if (!scope) {
      this.ws.close(closeCodes.unauthenticated, 'this token is not valid');
      throw toTRPCError(invalidToken());
    }
    if (!sockets.identify(this, scope)) {
      this.ws.close(closeCodes.tooMany, 'too many connections');
      throw toTRPCError(new DomainError('limited', 'Too many connections of one user.'));
    }
  }

  #hearMessages(text: string | null): void {
    try {
      for (const [index, message] of parseFrame(text).entries()) this.#answer(message, index);
    } catch (cause) {
      this.#say({ id: null, error: this.#desk.calls.refuse(cause, undefined) });
    }
  }

  #answer(message: TRPCClientOutgoingMessage, batchIndex: number): void {
    const { id, jsonrpc } = message;
    if (id === null) {
      const cause = new TRPCError({ code: 'PARSE_ERROR', message: '`id` is required' });
      this.#say({ id, jsonrpc, error: this.#desk.calls.refuse(cause, undefined) });
      return;
    }
    if (message.method === 'subscription.stop') {
      const subscription = this.#subscriptions?.get(id);
      if (subscription) this.endSubscription(subscription);
      return;
    }
    const { method: type, params } = message;
    const call: Call = { id, jsonrpc, type, path: params.path, input: inputOf(params), batchIndex };
    if (type === 'subscription') this.#subscribe(call);
    else void this.#run(call);
  }

  /** Never rejects. */
  async #run(call: Call): Promise<void> {
    const { id, jsonrpc } = call;
    const ctx = this.#createContext(null);
    try {
      if (this.#entering) await this.#entering;
      const data = await this.#desk.calls.run(call, ctx);
      this.#say({ id, jsonrpc, result: { type: 'data', data } });
    } catch (cause) {
      this.#refuse(call, cause, ctx);
    }
  }

  #subscribe(call: Call): void {
    const { id, jsonrpc } = call;
    this.#subscriptions ??= new Map();
    if (this.#subscriptions.has(id)) {
      const cause = new TRPCError({ code: 'BAD_REQUEST', message: `Duplicate id ${id}` });
      this.#refuse(call, cause, this.#createContext(null));
      return;
    }
    const subscription = new Subscription(this, id, jsonrpc);
    this.#subscriptions.set(id, subscription);
    void this.#seat(call, subscription);
  }

  /** Never rejects. */
  async #seat(call: Call, subscription: Subscription): Promise<void> {
    const ctx = this.#createContext(subscription);
    try {
      // Also when there is nothing to wait for: a stop in the same breath saves the work.
      await this.#entering;
      if (!subscription.isOver) {
        const seat = await this.#desk.calls.run(call, ctx);
        if (!(seat instanceof Seat)) throw new Error(`${call.path} made no seat`);
        subscription.seat = seat;
      }
      this.#attach(subscription);
    } catch (cause) {
      this.#release(subscription);
      this.#refuse(call, cause, ctx);
    }
  }

  #attach(subscription: Subscription): void {
    const { ws } = this;
    const { seat, requestId: id, jsonrpc } = subscription;
    if (seat === null || subscription.isOver || ws.readyState !== ws.OPEN) {
      this.#drop(subscription);
      return;
    }
    this.#say({ id, jsonrpc, result: { type: 'started' } });
    const first = seat.attach();
    if (first === null) this.#drop(subscription);
    else ws.send(textOf(first, id));
  }

  /** Everything that was to be heard by it has left before the client is told that it is over. */
  #drop(subscription: Subscription): void {
    this.#release(subscription);
    this.outbox.flush();
    const { requestId: id, jsonrpc } = subscription;
    this.#say({ id, jsonrpc, result: { type: 'stopped' } });
  }

  #release(subscription: Subscription): void {
    subscription.isOver = true;
    const { seat } = subscription;
    subscription.seat = null;
    if (subscription.topic !== null) this.admitted -= 1;
    subscription.topic = null;
    this.#subscriptions?.delete(subscription.requestId);
    seat?.detach();
  }

  #createContext(subscription: Subscription | null): CallContext {
    const { scope, id: requestId } = this;
    return { scope, requestId, socket: this, subscription, limits: this.#desk.limits };
  }

  #refuse(call: Call, cause: unknown, ctx: CallContext): void {
    const { id, jsonrpc } = call;
    this.#say({ id, jsonrpc, error: this.#desk.calls.refuse(cause, ctx, call) });
  }

  /** To a socket that is closing nothing is said. */
  #say(message: {
    id: RequestId | null;
    jsonrpc?: '2.0' | undefined;
    [key: string]: unknown;
  }): void {
    this.ws.send(JSON.stringify(message));
  }
}

function onMessage(this: WebSocket, data: unknown, isBinary: boolean): void {
  (this as ServedSocket).connection?.hear(data as Buffer, isBinary);
}

function onControl(this: WebSocket, data: Buffer): void {
  (this as ServedSocket).connection?.weigh(data.length);
}

function onClose(this: WebSocket): void {
  (this as ServedSocket).connection?.close();
}
