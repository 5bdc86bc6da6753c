// The way out: what is published within a moment leaves together, one transmission after another.

import type { Clock } from '../telemetry/index.ts';
import type { Carrier } from './carrier.ts';
import { createPacker, type Frame, frameEvent } from './frames.ts';

export interface Sender {
  sendEvent(topic: string, event: unknown): void;
  /** Numbers only grow: of one topic's that wait, the highest is sent. */
  sendNumber(topic: string, upTo: number): void;
  /** The carrier is connected: what was lost before is made known. */
  announceLost(): void;
  /** Frames that never left this daemon. */
  countLost(): number;
  countSent(): number;
  /** Resolves when nothing waits any more. */
  flush(): Promise<void>;
}

/** More than this waits only when the carrier is stuck; then all of it is lost and said to be. */
const mostFrames = 10_000;
const mostBytes = 4 * 1024 * 1024;

/**
 * Quiet: nothing waits. The first frame starts a drain at the end of the tick; while a transmission is
 * under way or the carrier rests, frames gather. What cannot be sent is dropped, never kept for later:
 * whoever hears the bus again is told that something was missed, and looks into the table.
 */
export function createSender(options: { carrier: Carrier; origin: string; clock: Clock }): Sender {
  const { carrier, clock } = options;
  const packer = createPacker(options.origin, carrier);
  let frames: Frame[] = [];
  let bytes = 0;
  const numbers = new Map<string, { upTo: number }>();
  let draining: Promise<void> | undefined;
  let hasLost = false;
  let lost = 0;
  let sent = 0;

  function take(): Frame[] {
    const taken = frames;
    frames = [];
    bytes = 0;
    numbers.clear();
    return taken;
  }

  function lose(count: number): void {
    hasLost = true;
    lost += count;
  }

  function add(frame: Frame, size: number): boolean {
    if (!carrier.isConnected()) {
      lose(1);
      return false;
    }
    if (frames.length >= mostFrames || bytes >= mostBytes) lose(take().length);
    frames.push(frame);
    bytes += size;
    start();
    return true;
  }

  function start(): void {
    draining ??= drain().finally(() => {
      draining = undefined;
      if (frames.length > 0) start();
    });
  }

  async function drain(): Promise<void> {
    await new Promise(setImmediate);
    while (frames.length > 0 || (hasLost && carrier.isConnected())) {
      const taken = take();
      if (!carrier.isConnected()) return lose(taken.length);
      const news: Frame[] = hasLost ? [{ topic: '', kind: 'm' }, ...taken] : taken;
      hasLost = false;
      try {
        await carrier.transmit(packer.pack(news));
        sent += news.length;
      } catch {
        // Some may have arrived; those that count the payloads tell them apart.
        return lose(taken.length);
      }
      if (carrier.restMs > 0) {
        await new Promise<void>((resolve) => clock.setTimeout(resolve, carrier.restMs));
      }
    }
  }

  return {
    sendEvent(topic, event) {
      const frame = frameEvent(topic, event, carrier.maxBytes);
      add(frame, frame.kind === 'e' ? frame.json.length : 0);
    },
    sendNumber(topic, upTo) {
      const waiting = numbers.get(topic);
      if (waiting) {
        waiting.upTo = Math.max(waiting.upTo, upTo);
        return;
      }
      const frame = { topic, kind: 'n' as const, upTo };
      if (add(frame, topic.length)) numbers.set(topic, frame);
    },
    announceLost() {
      if (hasLost) start();
    },
    countLost: () => lost,
    countSent: () => sent,
    async flush() {
      while (draining) await draining;
    },
  };
}
