// Faults that a crowd meets: everybody is cut off at once (F18), and both daemons start anew one by one (F19).

import { setTimeout as sleep } from 'node:timers/promises';
import { type Balancer, startBalancer } from './balancer.ts';
import { register } from './client.ts';
import { type Crowd, gatherCrowd } from './crowd.ts';
import { createFinding, type Finding, range } from './finding.ts';
import { isDense, type Senders, startSenders } from './senders.ts';
import { startTwoDaemons, type TwoDaemons } from './two-daemons.ts';

export interface CrowdPlan {
  listeners: number;
  senders: number;
  /** How long everybody may take to be up to date again. */
  patienceMs: number;
}

/**
 * Connections of one daemon's pools: two of eight, one of four for what may be costly, and one for what is
 * sent in a row. Few clients fill them only where both guards fail, the size of a pool and reading together
 * what is asked together: the tests of `repo/pools` and `repo/gather` hold each by itself.
 */
const poolOfDaemon = 21;

interface Scene extends AsyncDisposable {
  two: TwoDaemons;
  balancer: Balancer;
  crowd: Crowd;
  senders: Senders;
}

async function setScene({ listeners, senders, patienceMs }: CrowdPlan): Promise<Scene> {
  await using stack = new AsyncDisposableStack();
  const two = stack.use(await startTwoDaemons());
  const balancer = stack.use(await startBalancer(two.daemons.map(({ port }) => port)));
  const { url } = balancer;
  const tokens: string[] = [];
  for (const index of range(10)) tokens.push(await register(url, `person${index}`));
  const crowd = stack.use(gatherCrowd({ url, tokens, size: listeners, room: 'lobby' }));
  const scene = createFinding();
  await scene.expect('all are there', patienceMs * 4, () => crowd.countBehind(0) === 0);
  if (scene.problems.length > 0) throw new Error(scene.problems.join());
  const rest = { url, tokens, room: 'lobby', restMs: 50 };
  const running = startSenders({ ...rest, count: senders });
  const owned = stack.move();
  return {
    two,
    balancer,
    crowd,
    senders: running,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** What holds in the end of each: nothing lost, nothing doubled, everybody has everything. */
async function settle(scene: Scene, plan: CrowdPlan, found: ReturnType<typeof createFinding>) {
  const { senders, crowd, two } = scene;
  await senders.stop();
  const { acknowledged } = senders;
  const total = acknowledged.length;
  await found.expect('all have all', plan.patienceMs, () => crowd.countBehind(total) === 0);
  const [row] = await two.query((sql) => sql`select count(*)::int as count from messages`);
  found.say(
    `${total} messages acknowledged, ${row!.count} stored; ${crowd.listeners.length} listeners joined ${crowd.countJoins()} times`,
  );
  found.check('what was acknowledged is 1, 2, 3 …', isDense(acknowledged));
  found.check('what is stored was acknowledged, once', row!.count === total);
  found.problems.push(...crowd.problems.slice(0, 20));
}

/** F18: everybody is cut off at once and comes back while people write. */
export async function tryStampede(plan: CrowdPlan): Promise<Finding> {
  const found = createFinding();
  await using scene = await setScene(plan);
  const { two, balancer, crowd, senders } = scene;
  await sleep(1_000);
  let most = 0;
  const over = new AbortController();
  const watch = (async () => {
    while (!over.signal.aborted) {
      const [row] = await two.query(
        (sql) =>
          sql`select count(*)::int as count from pg_stat_activity where application_name = 'parleyd'`,
      );
      most = Math.max(most, Number(row!.count));
      await sleep(100);
    }
  })();
  const joined = crowd.countJoins();
  await balancer.cut();
  const upTo = senders.acknowledged.length;
  await found.expect('all came back and have what they missed', plan.patienceMs, () => {
    return crowd.countJoins() >= joined + plan.listeners && crowd.countBehind(upTo) === 0;
  });
  over.abort();
  await watch;
  found.say(`at most ${most} connections to PostgreSQL, of ${2 * poolOfDaemon} that there may be`);
  found.check('the pools bound the connections', most <= 2 * poolOfDaemon);
  await settle(scene, plan, found);
  return found.finding;
}

/** F19: one daemon after the other gets SIGTERM and starts again, in the midst of it. */
export async function tryRollingRestart(
  plan: CrowdPlan & { exitMs: number; rounds: number },
): Promise<Finding> {
  const found = createFinding();
  await using scene = await setScene(plan);
  const { two, crowd, senders } = scene;
  for (const round of range(plan.rounds)) {
    for (const [index, daemon] of two.daemons.entries()) {
      const name = `round ${round}, daemon ${index + 1}`;
      await sleep(500);
      const begin = performance.now();
      const status = await daemon.stop();
      const ms = performance.now() - begin;
      found.say(`${name} ended with ${status} after ${(ms / 1_000).toFixed(1)} s`);
      found.check(`${name} ends with 0`, status === 0);
      found.check(`${name} ends within ${plan.exitMs / 1_000} s`, ms <= plan.exitMs);
      await daemon.restart();
      const upTo = senders.acknowledged.length;
      await found.expect(`${name}: all have what was said meanwhile`, plan.patienceMs, () => {
        return crowd.countBehind(upTo) === 0;
      });
    }
  }
  await settle(scene, plan, found);
  await found.expect('no job is held by a daemon that is gone', plan.patienceMs, async () => {
    const [row] = await two.query(
      (sql) =>
        sql`select count(*)::int as count from graphile_worker._private_jobs where locked_at is not null`,
    );
    return row!.count === 0;
  });
  return found.finding;
}
