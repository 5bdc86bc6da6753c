// Makes a history: people write through two daemons that are killed, on a PostgreSQL that crashes.

import { setTimeout as sleep } from 'node:timers/promises';
import { startBalancer } from './balancer.ts';
import { connectHttp, register } from './client.ts';
import type { History, StoredRow } from './history-checker.ts';
import { createPerson, type Person } from './history-people.ts';
import { createRandom } from './random.ts';
import { startTwoDaemons, type TwoDaemons } from './two-daemons.ts';

export interface Plan {
  seed: number;
  /** How often a daemon is killed with -9, and started again. */
  kills: number;
  /** How often PostgreSQL is ended with `-m immediate`, and started again. */
  crashes: number;
  people: number;
  log?: (line: string) => void;
}

export interface Run extends AsyncDisposable {
  /** The history as it is now; what is on its way comes later. */
  read(): Promise<History>;
  /** In words: what happened. */
  summary: string;
}

/**
 * Everybody writes on without a break; the faults come one after the other at random moments, so
 * that there is a daemon to go to most of the time, and now and then none. The seed decides who does
 * what and when something is killed; which statement it hits is up to the machine.
 */
export async function makeHistory(plan: Plan): Promise<Run> {
  const { log = () => {} } = plan;
  const random = createRandom(plan.seed);
  const stack = new AsyncDisposableStack();
  try {
    const two = stack.use(await startTwoDaemons());
    const balancer = stack.use(await startBalancer(two.daemons.map(({ port }) => port)));
    const people = await gather(balancer.url, plan, stack);
    const over = new AbortController();
    const lives = Promise.all(people.map((person) => person.live(over.signal)));
    // Who ends early did so by an error, which is told at the end.
    lives.catch(() => {});
    const crashEvery =
      plan.crashes === 0 ? Infinity : Math.max(1, Math.floor(plan.kills / plan.crashes));
    let crashes = 0;
    for (let round = 1; round <= plan.kills; round += 1) {
      await sleep(100 + random.below(600));
      const isCrash = round % crashEvery === 0 && crashes < plan.crashes;
      if (isCrash) crashes += 1;
      await strike(two, { which: random.below(2), isBoth: random.below(8) === 0, isCrash });
      const written = people.flatMap(({ done }) => done.acknowledged).length;
      log(
        `round ${round}: ${written} messages acknowledged${isCrash ? ', PostgreSQL crashed' : ''}`,
      );
    }
    over.abort();
    await lives;
    return {
      read: async () => ({ ...collect(people), rows: await two.query(readRows) }),
      summary: describe(plan, people),
      [Symbol.asyncDispose]: () => stack.disposeAsync(),
    };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

async function gather(url: string, plan: Plan, stack: AsyncDisposableStack): Promise<Person[]> {
  const names = Array.from({ length: plan.people }, (_, index) => `person${index + 1}`);
  const tokens: string[] = [];
  for (const name of names) tokens.push(await register(url, name));
  const maker = connectHttp(url, tokens[0]);
  await maker.chat.createRoom.mutate({ slug: 'second', visibility: 'public' });
  const rooms = await Promise.all(
    ['lobby', 'second'].map((room) => maker.chat.getRoom.query({ room })),
  );
  for (const token of tokens)
    await connectHttp(url, token).chat.joinRoom.mutate({ room: 'second' });
  const people = await Promise.all(
    names.map(async (name, index) => {
      const token = tokens[index]!;
      const { id: userId } = await connectHttp(url, token).accounts.getProfile.query({
        username: name,
      });
      return createPerson({ url, token, userId, name, rooms, seed: plan.seed + index + 1 });
    }),
  );
  for (const person of people) stack.use(person);
  while (people.some(({ heard }) => heard.some(({ events }) => events.length === 0)))
    await sleep(20);
  return people;
}

/** The database comes back while the killed daemon starts, as after a loss of power. */
async function strike(
  { daemons, crashDatabase }: TwoDaemons,
  { which, isBoth, isCrash }: { which: number; isBoth: boolean; isCrash: boolean },
): Promise<void> {
  const killed = daemons.filter((_, index) => isBoth || index === which);
  const crashed = isCrash ? crashDatabase() : undefined;
  await Promise.all(killed.map((daemon) => daemon.kill()));
  await crashed;
  await Promise.all(killed.map((daemon) => daemon.restart()));
}

function collect(people: readonly Person[]): Omit<History, 'rows'> {
  return {
    acknowledged: people.flatMap(({ done }) => done.acknowledged),
    edited: people.flatMap(({ done }) => done.edited),
    deleted: people.flatMap(({ done }) => done.deleted),
    heard: people.flatMap(({ heard }) =>
      heard.map(({ by, roomId, events }) => ({ by, roomId, events: [...events] })),
    ),
  };
}

function readRows(sql: Parameters<Parameters<TwoDaemons['query']>[0]>[0]): Promise<StoredRow[]> {
  return sql<StoredRow[]>`
    select room_id as "roomId", seq::int, id, author_id as "authorId", client_id as "clientId", body,
      change::int, deleted_at is not null as "isDeleted",
      (select coalesce(jsonb_object_agg(one->>0, jsonb_array_length(one->1)), '{}')
        from jsonb_array_elements(reactions) as one) as reactions
    from messages`.then((rows) => [...rows]);
}

function describe(plan: Plan, people: readonly Person[]): string {
  const count = (of: (person: Person) => number) =>
    people.map(of).reduce((sum, value) => sum + value, 0);
  const joins = count(
    ({ heard }) =>
      heard.flatMap(({ events }) => events).filter(({ type }) => type === 'room.joined').length,
  );
  return [
    `seed ${plan.seed}: ${plan.kills} kills -9, ${plan.crashes} crashes of PostgreSQL`,
    `${count(({ done }) => done.acknowledged.length)} messages, ${count(({ done }) => done.edited.length)} edits and ${count(({ done }) => done.deleted.length)} deletions acknowledged`,
    `${count(({ retries }) => retries)} retries, ${joins} joins, ${count(({ heard }) => heard.flatMap(({ events }) => events).length)} events heard`,
  ].join('; ');
}
