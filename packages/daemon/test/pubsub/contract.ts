// What every bus must do, whichever carrier it stands on: two in one process are two daemons.

import { expect, test, vi } from 'vitest';
import { type Bus, createBus } from '../../src/pubsub/bus.ts';
import type { OpenCarrier } from '../../src/pubsub/carrier.ts';
import { defineTopic } from '../../src/pubsub/index.ts';
import { systemClock, systemIds } from '../../src/telemetry/index.ts';
import { silentLog } from '../support/world.ts';

export interface TestBus extends AsyncDisposable {
  bus: Bus;
  origin: string;
}

export function openBus(open: OpenCarrier): TestBus {
  const origin = systemIds.uuid();
  const bus = createBus({
    open,
    origin,
    clock: systemClock,
    log: silentLog,
    onError: (error) => {
      throw error;
    },
  });
  return { bus, origin, [Symbol.asyncDispose]: () => bus.close() };
}

/** A daemon on the carrier whose connection can be taken away. */
export interface TestDaemon extends AsyncDisposable {
  bus: Bus;
  setConnected(isConnected: boolean): void;
}

export type Event = { n: number; text?: string };
export const topic = defineTopic<Event>('test.passing');
export const durable = defineTopic<Event>('test.durable', { numberOf: ({ n }) => n });

/** Collects what arrives; `missed` holds numbers, or `any`. */
export function record(bus: Bus, of = topic) {
  const heard: number[] = [];
  const missed: (number | 'any')[] = [];
  const stop = bus.subscribe(
    of,
    ({ n }) => heard.push(n),
    (upTo) => missed.push(upTo ?? 'any'),
  );
  return { heard, missed, stop };
}

const patient = { timeout: 20_000, interval: 10 };

/** Once it has heard this, both are connected and the topic is watched. */
export async function meet(from: Bus, to: ReturnType<typeof record>, of = topic): Promise<void> {
  let n = -1;
  await vi.waitFor(() => {
    from.publish(of, { n: n-- });
    expect(to.heard.length + to.missed.filter((one) => one !== 'any').length).toBeGreaterThan(0);
  }, patient);
}

export function describeContract(options: {
  start(): Promise<TestDaemon>;
  /** False for a carrier that brings everything to everybody. */
  isByTopic: boolean;
}): void {
  async function startTwo() {
    const [a, b] = [await options.start(), await options.start()];
    await Promise.all([a.bus.connected, b.bus.connected]);
    return {
      a,
      b,
      async [Symbol.asyncDispose]() {
        await a[Symbol.asyncDispose]();
        await b[Symbol.asyncDispose]();
      },
    };
  }
  const positive = (numbers: readonly number[]) => numbers.filter((n) => n > 0);
  const range = (length: number) => Array.from({ length }, (_, index) => index + 1);

  test('one’s own subscribers hear at once, the others in the order of publishing, each once', async () => {
    await using two = await startTwo();
    const own = record(two.a.bus);
    const other = record(two.b.bus);
    await meet(two.a.bus, other);
    for (const n of range(500)) {
      two.a.bus.publish(topic, { n });
      expect(own.heard.at(-1)).toBe(n);
    }
    await vi.waitFor(() => expect(other.heard.at(-1)).toBe(500), patient);
    expect(positive(other.heard)).toEqual(range(500));
    expect(positive(own.heard)).toEqual(range(500));
  });

  test('of events in a table the numbers cross, the highest of each moment', async () => {
    await using two = await startTwo();
    const other = record(two.b.bus, durable);
    await meet(two.a.bus, other, durable);
    for (const n of range(500)) two.a.bus.publish(durable, { n });
    await vi.waitFor(() => expect(other.missed).toContain(500), patient);
    expect(other.heard).toEqual([]);
    const numbers = other.missed.filter((one) => one !== 'any' && one > 0);
    expect(numbers.length).toBeLessThan(100);
    expect(numbers).toEqual([...numbers].sort((x, y) => Number(x) - Number(y)));
  });

  test('F11: an event that is too large crosses as the word that there is news', async () => {
    await using two = await startTwo();
    const name = `${'r'.repeat(200)}:${'ö'.repeat(100)}`;
    const long = defineTopic<Event>(name);
    const other = record(two.b.bus, long);
    await meet(two.a.bus, other, long);
    const before = other.missed.length;
    two.a.bus.publish(long, { n: 1, text: '\u0000"ö'.repeat(100_000) });
    two.a.bus.publish(long, { n: 2, text: 'x'.repeat(5_000) });
    two.a.bus.publish(long, { n: 3, text: 'y'.repeat(5_000) });
    await vi.waitFor(() => expect(positive(other.heard)).toEqual([2, 3]), patient);
    expect(other.missed.slice(before)).toContain('any');
  });

  test('events of a local topic stay here; whoever unsubscribed hears no more', async () => {
    await using two = await startTwo();
    const here = defineTopic<Event>('test.here', { isLocal: true });
    const local = record(two.b.bus, here);
    const gone = record(two.b.bus);
    const still = record(two.b.bus);
    await meet(two.a.bus, still);
    gone.stop();
    const before = gone.heard.length;
    two.a.bus.publish(here, { n: 1 });
    two.a.bus.publish(topic, { n: 2 });
    await vi.waitFor(() => expect(still.heard).toContain(2), patient);
    expect(gone.heard).toHaveLength(before);
    expect(local.heard).toEqual([]);
  });

  test('who was cut off is told to look when it is back; so are the others when it had something to say', async () => {
    await using two = await startTwo();
    const away = record(two.a.bus);
    const there = record(two.b.bus);
    await meet(two.a.bus, there);
    await meet(two.b.bus, away);
    two.a.setConnected(false);
    await vi.waitFor(
      () => expect(two.a.bus.describe()).toMatchObject({ isConnected: false }),
      patient,
    );
    const [missedAway, missedThere] = [away.missed.length, there.missed.length];
    two.b.bus.publish(topic, { n: 1 });
    two.a.bus.publish(topic, { n: 2 });
    expect(away.heard.at(-1)).toBe(2);
    two.a.setConnected(true);
    await vi.waitFor(() => {
      expect(away.missed.length).toBeGreaterThan(missedAway);
      expect(there.missed.length).toBeGreaterThan(missedThere);
    }, patient);
    two.a.bus.publish(topic, { n: 3 });
    two.b.bus.publish(topic, { n: 4 });
    await vi.waitFor(() => {
      expect(there.heard).toContain(3);
      expect(away.heard).toContain(4);
    }, patient);
    // What the other published meanwhile was lost, not kept for later.
    expect(positive(there.heard).sort()).toEqual([1, 3, 4]);
  });

  test('what was published before the end still leaves', async () => {
    await using two = await startTwo();
    const other = record(two.b.bus);
    await meet(two.a.bus, other);
    two.a.bus.publish(topic, { n: 1 });
    await two.a.bus.close();
    await vi.waitFor(() => expect(other.heard).toContain(1), patient);
  });

  if (!options.isByTopic) return;
  test('only daemons that subscribe to a topic get its traffic', async () => {
    await using two = await startTwo();
    const other = record(two.b.bus);
    await meet(two.a.bus, other);
    const received = () => Number(two.b.bus.describe().received);
    const before = received();
    for (const n of range(100)) two.a.bus.publish(durable, { n });
    two.a.bus.publish(topic, { n: 1 });
    await vi.waitFor(() => expect(other.heard).toContain(1), patient);
    expect(received() - before).toBeLessThan(10);
  });
}
