// A load balancer as many have one: each connection to the next daemon, no stickiness, dead ones passed over.

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

export interface Balancer extends AsyncDisposable {
  readonly url: string;
  /** Ends all connections without a word: everybody has to come back, to whichever daemon. */
  cut(): Promise<void>;
  /** From here on these daemons are led to, and no others. */
  lead(ports: readonly number[]): Promise<void>;
}

/** What the thread is told; it answers each with a word when it is done. */
export type BalancerOrder = { cut: true } | { lead: readonly number[] };

/**
 * In a thread of its own. Node takes in one connection a turn of the loop, and the loop of a test that
 * plays a thousand clients turns slowly: those who come back would wait for the test, not for a daemon.
 */
export async function startBalancer(ports: readonly number[]): Promise<Balancer> {
  const thread = new Worker(new URL('./balancer-thread.ts', import.meta.url), {
    workerData: ports,
  });
  const [port] = (await once(thread, 'message')) as [number];
  async function order(what: BalancerOrder): Promise<void> {
    const done = once(thread, 'message');
    thread.postMessage(what);
    await done;
  }
  return {
    url: `http://127.0.0.1:${port}`,
    cut: () => order({ cut: true }),
    lead: (others) => order({ lead: others }),
    async [Symbol.asyncDispose]() {
      await thread.terminate();
    },
  };
}
