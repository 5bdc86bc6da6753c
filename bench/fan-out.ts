// Fan-out: one room, 1,000 subscribers, against tRPC as documented, a bare `ws` broadcast and bare TCP in the same run.

import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Contender,
  joinParley,
  joinRaw,
  joinTcp,
  joinTrpc,
  pinLoad,
  pinServer,
  startRaw,
} from './support/contenders.ts';
import { collectable, weigh } from './support/crowd.ts';
import { call, cpuSeconds, startDaemon } from './support/daemon.ts';
import { startDatabase } from './support/database.ts';
import { createPeople } from './support/people.ts';
import { median, printFigures, printRatio, quantile } from './support/report.ts';

const subscribers = 1_000;
const rounds = 3;
/** Long enough that the engine has compiled what runs, and that 10 ms of CPU time do not show. */
const warmUpMs = 2_000;
const roundMs = 2_000;
const idle = 10_000;
const perSecond = 20;

interface Result {
  deliveriesPerSecond: number;
  deliveriesPerCpuSecond: number;
  p50: number;
  p99: number;
}

const stamp = /\|(\d+\.\d+)\|/;
const filler = 'x'.repeat(200);

/** Sends messages so many at once, or at a steady rate, for so long, and waits until all have all. */
async function measure(
  contender: Contender,
  { inFlight, forMs }: { inFlight: number | 'steady'; forMs: number },
): Promise<Result> {
  const latencies: number[] = [];
  let reached = Promise.withResolvers<void>();
  let goal = 0;
  const stop = contender.listen((data) => {
    const at = stamp.exec(data.toString())?.[1];
    if (at === undefined) return;
    latencies.push(performance.now() - Number(at));
    if (latencies.length === goal) reached.resolve();
  });
  const send = () => contender.send(`|${performance.now().toFixed(3)}|${filler}`);
  const cpuBefore = cpuSeconds(contender.pid);
  const before = performance.now();
  if (inFlight === 'steady') {
    const count = Math.round((forMs / 1_000) * perSecond);
    goal = count * subscribers;
    for (let sent = 0; sent < count; sent += 1) {
      send();
      await sleep(1_000 / perSecond);
    }
    await reached.promise;
  } else {
    while (performance.now() - before < forMs) {
      goal += inFlight * subscribers;
      reached = Promise.withResolvers();
      for (let index = 0; index < inFlight; index += 1) send();
      await reached.promise;
    }
  }
  const seconds = (performance.now() - before) / 1_000;
  const cpu = cpuSeconds(contender.pid) - cpuBefore;
  stop();
  latencies.sort((a, b) => a - b);
  return {
    deliveriesPerSecond: goal / seconds,
    deliveriesPerCpuSecond: goal / Math.max(cpu, 0.01),
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
  };
}

const describe = (results: readonly Result[]): string =>
  `${Math.round(of(results, 'deliveriesPerSecond')).toLocaleString('en')} deliveries/s, ` +
  `${Math.round(of(results, 'deliveriesPerCpuSecond')).toLocaleString('en')} per CPU-second, ` +
  `p50 ${of(results, 'p50').toFixed(1)} ms, p99 ${of(results, 'p99').toFixed(1)} ms`;

function of(results: readonly Result[], key: keyof Result): number {
  return median(results.map((result) => result[key]));
}

/** The median of the ratios of each round: what slows down both does not count. */
function ratio(ours: readonly Result[], theirs: readonly Result[], key: keyof Result): number {
  return median(ours.map((result, round) => result[key] / theirs[round]![key]));
}

async function compare(contenders: readonly Contender[]): Promise<void> {
  for (const inFlight of [1, 16, 'steady'] as const) {
    const results = contenders.map((): Result[] => []);
    for (const contender of contenders) await measure(contender, { inFlight, forMs: warmUpMs });
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, contender] of contenders.entries()) {
        results[index]!.push(await measure(contender, { inFlight, forMs: roundMs }));
      }
    }
    const [ours, trpc, raw, tcp] = results as [Result[], Result[], Result[], Result[]];
    const how = inFlight === 'steady' ? `${perSecond} a second` : `${inFlight} in flight`;
    printFigures(
      `Fan-out to ${subscribers} subscribers, ${how}`,
      Object.fromEntries(contenders.map(({ name }, index) => [name, describe(results[index]!)])),
    );
    const perCpu = (theirs: Result[], name: string, bound: string) =>
      printRatio(
        `deliveries per CPU-second to ${name}`,
        ratio(ours, theirs, 'deliveriesPerCpuSecond'),
        bound,
      );
    if (inFlight === 1) {
      perCpu(trpc, '(a)', 'at least 3×');
      perCpu(raw, '(b)', 'at least 0.80×');
    } else if (inFlight === 16) {
      perCpu(trpc, '(a)', 'at least 15×');
      perCpu(tcp, '(c)', 'at least 0.60×');
    } else {
      printRatio('p99 to (b)', ratio(ours, raw, 'p99'), 'at most 2×');
    }
  }
}

/** Ten thousand who only listen: each alone with the blog, and all in one room. */
async function weighCrowds(): Promise<void> {
  const raw = await startRaw('raw-broadcast', collectable);
  const theirs = await weigh({ pid: raw.child.pid!, url: raw.url }, { count: idle });
  raw.child.kill();
  await using database = await startDatabase();
  const posts = { params: { path: 'blog.onPosts' }, text: '"data"' };
  const lobby = {
    params: { path: 'chat.onRoom', input: { room: 'lobby' } },
    text: 'presence.state',
  };
  let people: readonly string[] = [];
  const crowds = {
    'following the blog': () => ({ count: idle, subscription: posts }),
    'in one room': () => ({ count: idle, tokens: people, subscription: lobby }),
  };
  for (const [name, crowd] of Object.entries(crowds)) {
    // A new one each time: what went before is in nobody's memory.
    await using daemon = await startDaemon({ ...collectable, DATABASE_URL: database.url });
    const pid = daemon.process.pid!;
    pinServer(pid);
    if (people.length === 0) {
      people = await createPeople(database.url, idle);
      await fillLobby(daemon.url, people[0]!);
    }
    const ours = await weigh({ pid, url: `${daemon.url.replace('http', 'ws')}/trpc` }, crowd());
    printFigures(`${idle.toLocaleString('en')} connections, ${name}`, {
      parley: describeCrowd(ours),
      'raw ws': describeCrowd(theirs),
    });
    printRatio('memory per connection to (b)', ours.bytes / theirs.bytes, 'at most 1.5×');
    printRatio('until all take part to (b)', ours.seconds / theirs.seconds, 'for comparison');
  }
}

/** As many messages as a join replays. */
async function fillLobby(url: string, token: string): Promise<void> {
  for (let index = 0; index < 50; index += 1) {
    const input = { room: 'lobby', body: `${index} ${filler}`, clientId: `fill-${index}` };
    await call(url, 'chat.sendMessage', input, token);
  }
}

function describeCrowd({ bytes, seconds }: Awaited<ReturnType<typeof weigh>>): string {
  return `${(bytes / 1_024).toFixed(1)} KiB each, all take part after ${seconds.toFixed(1)} s`;
}

const isPinned = pinLoad();
console.log(
  isPinned ? 'Servers on one core, the load on another.' : 'No taskset: nothing is pinned.',
);
{
  await using stack = new AsyncDisposableStack();
  const contenders: Contender[] = [];
  for (const enter of [joinParley, joinTrpc, joinRaw, joinTcp]) {
    contenders.push(stack.use(await enter(subscribers)));
  }
  await compare(contenders);
}
await weighCrowds();
