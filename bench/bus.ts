// The bus: durable messages per second through the chat door, alone and with other daemons told of them.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  anonymousScope,
  createAccounts,
  createAudit,
  createPlainHasher,
  createSessions,
  type UserScope,
} from '../packages/daemon/src/accounts/index.ts';
import { type Chat, createChat, roomTopic } from '../packages/daemon/src/chat/index.ts';
import { openPubSub, type PubSub } from '../packages/daemon/src/pubsub/index.ts';
import {
  connectionUrl,
  startEmbeddedPostgres,
} from '../packages/daemon/src/repo/embedded/index.ts';
import { connectRepo, migrateDatabase } from '../packages/daemon/src/repo/index.ts';
import {
  systemClock as clock,
  createLogger,
  systemIds as ids,
} from '../packages/daemon/src/telemetry/index.ts';
import { password } from './support/daemon.ts';
import { median, printFigures, printRatio, quantile } from './support/report.ts';

const senders = 64;
const messages = 5_000;
const rounds = 9;

const dataDirectory = await mkdtemp(join(tmpdir(), 'parley-bench-'));
const server = await startEmbeddedPostgres({ dataDirectory, databases: ['parley'] });
const databaseUrl = connectionUrl(server.connection('parley'));
await migrateDatabase(databaseUrl);
const repo = connectRepo({ url: databaseUrl });
const log = createLogger({ level: 'silent' });

const open = (engine: string) => openPubSub({ engine, databaseUrl, clock, ids, log });
const [alone, told, listening] = [
  await open('isolated'),
  await open('postgres'),
  await open('postgres'),
];

const audit = createAudit({ clock, ids });

function createDoor(pubsub: PubSub): Chat {
  return createChat({ repo, pubsub, clock, ids, audit });
}

async function signUp(): Promise<UserScope> {
  const deps = { repo, pubsub: alone, clock, ids, audit, hasher: createPlainHasher() };
  const sessions = createSessions(deps);
  const chat = createDoor(alone);
  await chat.ensureLobby();
  const accounts = createAccounts(
    { ...deps, sessions, registration: 'open', passwordPolicy: 'composition' },
    [(tx, userId) => chat.enterLobby(tx, userId)],
  );
  const { token } = await accounts.register(anonymousScope('127.0.0.1'), {
    username: 'speaker',
    email: 'speaker@example.org',
    password,
  });
  return (await sessions.authenticate(token, '127.0.0.1')) as UserScope;
}

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

try {
  const scope = await signUp();
  const { id } = await createDoor(alone).getRoom(scope, 'lobby');
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
  const variants = { isolated: createDoor(alone), postgres: createDoor(told) };
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

  const rate = (values: number[]) =>
    `${Math.round(median(values)).toLocaleString('en')} messages/s`;
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
} finally {
  for (const pubsub of [listening, told, alone]) await pubsub.close();
  await repo.close();
  await server.stop();
  await rm(dataDirectory, { recursive: true, force: true });
}
