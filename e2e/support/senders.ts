// People who send into a room without a break, and again until they are answered.

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectHttp, sendSurely } from './client.ts';
import { range } from './finding.ts';

export interface Senders {
  /** Of everything that was answered. */
  readonly acknowledged: readonly number[];
  /** Resolves once all that was begun is answered. @throws what no repetition would mend. */
  stop(): Promise<void>;
}

export function startSenders(options: {
  url: string;
  tokens: readonly string[];
  count: number;
  room: string;
  /** Between an answer and the next message. */
  restMs: number;
}): Senders {
  const { url, tokens, room } = options;
  const acknowledged: number[] = [];
  // Others may send with the same tokens: a clientId of theirs would be answered with their message.
  const group = randomUUID().slice(0, 8);
  let isOver = false;
  const all = Promise.all(
    range(options.count).map(async (sender) => {
      const client = connectHttp(url, tokens[sender % tokens.length]!);
      for (let index = 1; !isOver; index += 1) {
        const clientId = `${group}-${sender}-${index}`;
        const { seq } = await sendSurely(() => client, { room, body: clientId, clientId });
        acknowledged.push(seq);
        await sleep(options.restMs);
      }
    }),
  );
  // Told by `stop`.
  all.catch(() => {});
  return {
    acknowledged,
    async stop() {
      isOver = true;
      await all;
    },
  };
}

/** 1, 2, 3 … up to the last, whatever the order in which they came. */
export function isDense(seqs: readonly number[]): boolean {
  return [...seqs].sort((a, b) => a - b).every((seq, index) => seq === index + 1);
}
