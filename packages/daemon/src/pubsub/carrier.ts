// What takes payloads from one daemon to the others: the part in which PostgreSQL and NATS differ.

import type { Clock, Logger } from '../telemetry/index.ts';

export interface Payload {
  /** The topic of its frames; empty for what goes to everybody. */
  readonly topic: string;
  readonly text: string;
}

export interface Carrier {
  /** The longest payload, in bytes of UTF-8. */
  readonly maxBytes: number;
  /** Payloads hold frames of one topic each, so that they reach only daemons that want it. */
  readonly isByTopic: boolean;
  /** How long to rest after a transmission, in milliseconds: what comes meanwhile shares the next one. */
  readonly restMs: number;
  isConnected(): boolean;
  /** Sends in order. What is in a transmission that rejects counts as lost. */
  transmit(payloads: readonly Payload[]): Promise<void>;
  /** From now on payloads of this topic are wanted. */
  watch(topic: string): void;
  unwatch(topic: string): void;
  /** Facts for `parleyd status`. */
  describe(): Record<string, unknown>;
  close(): Promise<void>;
}

export interface CarrierEvents {
  /** A payload of another daemon; one's own may come as well. */
  onPayload(payload: Payload): void;
  /** Connected, for the first time or again: anything may have been missed. */
  onConnect(): void;
  /** A topic is watched from here on: what came before may have been missed. */
  onWatch(topic: string): void;
}

export interface CarrierContext extends CarrierEvents {
  /** Of this daemon's life. */
  readonly origin: string;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
}

/** Begins to connect, and goes on trying for as long as it is open. Never throws. */
export type OpenCarrier = (context: CarrierContext) => Carrier;
