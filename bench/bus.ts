// The bus: durable messages per second through the chat door, alone and with other daemons told of them.

import { setTimeout as sleep } from 'node:timers/promises';
import type { UserScope } from '../packages/daemon/src/accounts/index.ts';
import { type Chat, roomTopic } from '../packages/daemon/src/chat/index.ts';
import { openChatRig } from './support/chat-door.ts';
import { median, printFigures, printRatio, quantile } from './support/report.ts';

const senders = 64;
const messages = 5_000;
const rounds = 9;

await using rig = await openChatRig();
const [alone, told, listening] = [
  await rig.openBus('isolated'),
  await rig.openBus('postgres'),
  await rig.openBus('postgres'),
];

let sent = 0;
/** Messages per second, each acknowledged after its commit. */
async function measure(chat: Chat, scope: UserScope): Promise<number> {
  const before = performance.now();
  let left = messages;
  await Promise.all(
    Array.from({ length: senders }, async () => {
      while (left-- > 0) {
        sent += 1;
        await chat.sendMessage(scope, { room: 'lobby', body: `m${sent}`, clientId: `c${sent}` });
      }
    }),
  );
  return messages / ((performance.now() - before) / 1_000);
}

const scope = await rig.signUp(alone, 'speaker');
const { id } = await rig.createDoor(alone).getRoom(scope, 'lobby');
let hints = 0;
let onHint = () => {};
listening.subscribe(
  roomTopic(id),
  () => {},
  () => {
    hints += 1;
    onHint();
  },
);
const variants = { isolated: rig.createDoor(alone), postgres: rig.createDoor(told) };
const results = { isolated: [] as number[], postgres: [] as number[] };
for (const chat of Object.values(variants)) await measure(chat, scope);
hints = 0;
for (let round = 0; round < rounds; round += 1) {
  // In turns: a machine that grows busy does so for both.
  const order = ['isolated', 'postgres'] as const;
  for (const name of round % 2 === 0 ? order : order.toReversed()) {
    results[name].push(await measure(variants[name], scope));
  }
}
const hintsInRounds = hints;
/** From the call of the sender to the word on the other daemon, one message at a time. */
const delays: number[] = [];
for (let index = 0; index < 300; index += 1) {
  const told = new Promise<void>((resolve) => {
    onHint = resolve;
  });
  const before = performance.now();
  const clientId = `delay-${index}`;
  await variants.postgres.sendMessage(scope, { room: 'lobby', body: clientId, clientId });
  await told;
  delays.push(performance.now() - before);
  // The sender rests after a transmission; the next message shall find it idle.
  await sleep(10);
}
delays.sort((a, b) => a - b);

const rate = (values: number[]) => `${Math.round(median(values)).toLocaleString('en')} messages/s`;
printFigures(`Durable messages into one room, ${senders} senders, medians of ${rounds} rounds`, {
  isolated: rate(results.isolated),
  'postgres, one daemon listening': rate(results.postgres),
  'messages per hint': ((messages * rounds) / hintsInRounds).toFixed(0),
  'told on the other daemon after': `p50 ${quantile(delays, 0.5).toFixed(1)} ms, p99 ${quantile(delays, 0.99).toFixed(1)} ms (stored first)`,
});
printRatio(
  'with the bus against isolated',
  median(results.postgres.map((value, round) => value / results.isolated[round]!)),
  'at least 0.90×',
);
