// A client's connection: tRPC's wire format over a WebSocket. One object while nobody talks.

import { DomainError } from '@parley/shared/errors';
import { TRPCError } from '@trpc/server';
import type { TRPCClientOutgoingMessage } from '@trpc/server/rpc';
import { anonymousScope, type Scope, type Sessions } from '../accounts/index.ts';
import type { Clock } from '../telemetry/index.ts';
import { type Call, type Calls, inputOf, parseFrame } from './calls.ts';
import { type ConnectionParams, readParams } from './connection-params.ts';
import type { CallContext } from './context.ts';
import { invalidToken, toTRPCError } from './errors.ts';
import { BoundedSocket, encodeFrame, type Outbox } from './outbox.ts';
import type { RateLimits } from './rate-limits.ts';
import { setIdle } from './socket-presence.ts';
import { closeCodes, type LiveSocket, type Sockets } from './sockets.ts';
import type { RequestId, Subscription } from './subscription.ts';
import { Subscriptions } from './subscriptions.ts';

/**
 * What a server makes of a socket. It tells its connection of what happens by itself: a table of listeners
 * for each socket would weigh as much as all that is known of its user.
 */
export class ServedSocket extends BoundedSocket {
  connection: Connection | null = null;

  // `unknown`: its overloads cannot be named together. An error has no listener, and would end the process; the close
  // comes after it.
  override emit(event: string | symbol, ...told: unknown[]): boolean {
    const { connection } = this;
    if (event === 'message') connection?.hear(told[0] as Buffer, told[1] as boolean);
    else if (event === 'ping' || event === 'pong') connection?.weigh((told[0] as Buffer).length);
    else if (event === 'close') connection?.close();
    return true;
  }
}

/** What a client is told, on tRPC's wire format. */
export interface Answer {
  id: RequestId | null;
  jsonrpc?: '2.0' | undefined;
  result?: { type: 'started' | 'stopped' } | { type: 'data'; data: unknown };
  error?: object;
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
 * Queries, mutations and the making of a subscription are the router's affair.
 */
export class Connection implements LiveSocket {
  readonly id: string;
  readonly ws: ServedSocket;
  readonly address: string;
  readonly connectedAt: number;
  readonly outbox: Outbox;
  scope: Scope;
  identity: LiveSocket['identity'] = null;
  next: LiveSocket | null = null;
  shown: LiveSocket['shown'] = null;
  idleSince: string | null = null;
  heardAt: number;
  hasSpoken = false;
  askedAt = 0;
  readonly #desk: Desk;
  #awaitsParams: boolean;
  #bearer: string | undefined;
  /** Until it is known who is there; stays, rejected, when that could not be found out. */
  #entering: Promise<void> | null = null;
  #subscriptions: Subscriptions | null = null;

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
    this.ws.connection = this;
    if (!this.#awaitsParams) this.#enter(null);
  }

  listTopics(): string[] {
    return this.#subscriptions?.listTopics() ?? [];
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

  /** The line is gone, whoever ended it. */
  close(): void {
    this.#desk.sockets.remove(this);
    this.#subscriptions?.endAll();
  }

  /** Asks the router once it is known who is there; not at all if nobody wants to know any more. */
  async ask(call: Call, subscription: Subscription | null = null): Promise<unknown> {
    if (this.#entering) await this.#entering;
    if (subscription?.isOver) return null;
    return this.#desk.calls.run(call, this.#createContext(subscription));
  }

  refuse(call: Call, cause: unknown): void {
    const { id, jsonrpc } = call;
    this.say({ id, jsonrpc, error: this.#desk.calls.refuse(cause, this.#createContext(), call) });
  }

  /** To a socket that is closing nothing is said. */
  say(message: Answer): void {
    this.ws.sendFrame(encodeFrame(JSON.stringify(message)));
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
        this.#refuseAll(cause);
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
      this.#refuseAll(cause);
    }
  }

  #answer(message: TRPCClientOutgoingMessage, batchIndex: number): void {
    const { id, jsonrpc } = message;
    if (id === null) {
      const error = new TRPCError({ code: 'PARSE_ERROR', message: '`id` is required' });
      this.#refuseAll(error, jsonrpc);
    } else if (message.method === 'subscription.stop') {
      this.#subscriptions?.stop(id);
    } else {
      const { method: type, params } = message;
      const { path } = params;
      const call: Call = { id, jsonrpc, type, path, input: inputOf(params), batchIndex };
      if (type === 'subscription') this.#subscribe(call);
      else void this.#run(call);
    }
  }

  #subscribe(call: Call): void {
    this.#subscriptions ??= new Subscriptions(this);
    this.#subscriptions.open(call);
  }

  /** Never rejects. */
  async #run(call: Call): Promise<void> {
    const { id, jsonrpc } = call;
    try {
      this.say({ id, jsonrpc, result: { type: 'data', data: await this.ask(call) } });
    } catch (cause) {
      this.refuse(call, cause);
    }
  }

  /** Says what went wrong with no call in particular. */
  #refuseAll(cause: unknown, jsonrpc?: '2.0'): void {
    this.say({ id: null, jsonrpc, error: this.#desk.calls.refuse(cause, this.#createContext()) });
  }

  #createContext(subscription: Subscription | null = null): CallContext {
    const { scope, id: requestId } = this;
    return { scope, requestId, socket: this, subscription, limits: this.#desk.limits };
  }
}
