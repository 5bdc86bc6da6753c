// Faults between two daemons: the bus is away for long (F10), one message is sent to both at once (F16).

import { setTimeout as sleep } from 'node:timers/promises';
import { startNatsServer } from '../../packages/daemon/test/support/nats-server.ts';
import { connectHttp, register } from './client.ts';
import { gatherCrowd } from './crowd.ts';
import { createFinding, type Finding, range } from './finding.ts';
import { isDense, startSenders } from './senders.ts';
import { startTwoDaemons, type TwoDaemons } from './two-daemons.ts';

/** Ends every session of the bus as soon as there is one, until told to stop. */
async function strangle(two: TwoDaemons, until: AbortSignal): Promise<void> {
  await two.query(async (sql) => {
    while (!until.aborted) {
      await sql`
        select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'parleyd bus'`;
      await sleep(20);
    }
  });
}

/** F10: no hint crosses for so long; what is sent is stored, and heard from the table. */
export async function tryBusAway(plan: {
  engine: 'postgres' | 'nats';
  awayMs: number;
  /** How late a listener of the other daemon may be, all that while. */
  lateMs: number;
}): Promise<Finding> {
  const found = createFinding();
  await using stack = new AsyncDisposableStack();
  const nats = plan.engine === 'nats' ? stack.use(await startNatsServer()) : undefined;
  const pubsub = nats ? `nats://127.0.0.1:${nats.port}` : 'postgres';
  const two = stack.use(await startTwoDaemons({ PARLEY_PUBSUB: pubsub }));
  const [a, b] = two.daemons;
  const tokens = [await register(a.url, 'ada'), await register(a.url, 'bob')];
  const crowds = [a, b].map(({ url }) =>
    stack.use(gatherCrowd({ url, tokens, size: 5, room: 'lobby' })),
  );
  const areBehind = (seq: number) => crowds.some((crowd) => crowd.countBehind(seq) > 0);
  await found.expect('all are there', 30_000, () => !areBehind(0));

  const over = new AbortController();
  const away = nats ? nats.kill() : strangle(two, over.signal);
  // At one daemon only: whoever is sent to at the other would find by it what is missing.
  const sender = startSenders({ url: a.url, tokens, count: 2, room: 'lobby', restMs: 200 });
  const countSent = () => sender.acknowledged.length;
  const end = performance.now() + plan.awayMs;
  let latest = 0;
  while (performance.now() < end) {
    const sent = countSent();
    const begin = performance.now();
    while (areBehind(sent) && performance.now() - begin < 6 * plan.lateMs) await sleep(20);
    latest = Math.max(latest, performance.now() - begin);
    await sleep(100);
  }
  const sentAway = countSent();
  found.say(
    `${sentAway} messages in ${plan.awayMs / 1_000} s without the bus (${plan.engine}), heard at most ${(latest / 1_000).toFixed(1)} s late`,
  );
  found.check('sending goes on without the bus', sentAway > 0);
  found.check(`nobody hears later than ${plan.lateMs / 1_000} s`, latest <= plan.lateMs);
  over.abort();
  await away;
  await nats?.restart();
  await sender.stop();
  await found.expect('all have all', 30_000, () => !areBehind(countSent()));
  found.check('what was acknowledged is 1, 2, 3 …', isDense(sender.acknowledged));
  for (const { url } of [a, b]) {
    const { status } = await fetch(`${url}/readyz`);
    found.check(`${url} is ready in the end`, status === 200);
  }
  found.problems.push(...crowds.flatMap(({ problems }) => problems).slice(0, 20));
  return found.finding;
}

/** F16: the same clientId to both daemons at the same moment. */
export async function tryTwins(plan: { rounds: number }): Promise<Finding> {
  const found = createFinding();
  await using two = await startTwoDaemons();
  const [a, b] = two.daemons;
  const token = await register(a.url, 'ada');
  const clients = [a, b].map(({ url }) => connectHttp(url, token));
  for (const round of range(plan.rounds)) {
    const input = { room: 'lobby', body: `round ${round}`, clientId: `twin-${round}` };
    const answers = await Promise.all(
      clients.map((client) => client.chat.sendMessage.mutate(input)),
    );
    const seqs = answers.map(({ seq }) => seq);
    found.check(
      `round ${round}: both are answered ${round}, not ${seqs}`,
      seqs.every((seq) => seq === round),
    );
    if (found.problems.length > 10) break;
  }
  const [row] = await two.query((sql) => sql`select count(*)::int as count from messages`);
  found.say(`${plan.rounds} rounds, ${row!.count} messages stored`);
  found.check('each round is stored once', row!.count === plan.rounds);
  return found.finding;
}
