// Writing: acknowledged, durable messages per second, against one transaction per message in the same run.

import type { UserScope } from '../packages/daemon/src/accounts/index.ts';
import type { Chat } from '../packages/daemon/src/chat/index.ts';
import { openChatRig } from './support/chat-door.ts';
import { median, printFigures, printRatio, quantile } from './support/report.ts';
import { measureOverSockets } from './support/socket-senders.ts';

const senders = 64;
const rooms = 100;
const rounds = 7;
const roundMs = 700;

interface Round {
  perSecond: number;
  delays: number[];
}

let sent = 0;
/** As many senders as are meant to be, each sending its next message when the last one is acknowledged. */
async function measure(send: (number: number) => Promise<unknown>): Promise<Round> {
  const delays: number[] = [];
  const begin = performance.now();
  const end = begin + roundMs;
  await Promise.all(
    Array.from({ length: senders }, async () => {
      for (let now = performance.now(); now < end; ) {
        sent += 1;
        await send(sent);
        const then = performance.now();
        delays.push(then - now);
        now = then;
      }
    }),
  );
  return { perSecond: delays.length / ((performance.now() - begin) / 1_000), delays };
}

await using rig = await openChatRig();
const { sql } = rig.repo;
const bus = await rig.openBus('isolated');
const chat: Chat = rig.createDoor(bus);
const scopes: UserScope[] = [];
for (let index = 0; index < senders; index += 1) {
  scopes.push(await rig.signUp(bus, `speaker${index}`));
}
const lobby = await chat.getRoom(scopes[0]!, 'lobby');
const many: { id: string; slug: string }[] = [];
for (let index = 0; index < rooms; index += 1) {
  const { id, slug } = await chat.createRoom(scopes[0]!, {
    slug: `room${index}`,
    visibility: 'public',
  });
  await sql`
    insert into memberships (room_id, user_id, role, joined_at)
    select ${id}, id, 'member', now() from users on conflict do nothing`;
  many.push({ id, slug });
}
/** Whoever comes next; rooms in an order that is no sender's own. */
const roomOf = (number: number) => many[(number * 37) % rooms]!;
const scopeOf = (number: number) => scopes[number % senders]!;

const throughDoor = (number: number, room: string) =>
  chat.sendMessage(scopeOf(number), { room, body: `message ${number}`, clientId: `c${number}` });

/** What one writes first: lock the room by taking its number, insert, commit. */
const alone = (number: number, roomId: string) =>
  sql.begin(async (tx) => {
    const [room] = await tx<{ seq: string; main: string }[]>`
      update rooms set last_seq = last_seq + 1, last_main = last_main + 1 where id = ${roomId}
      returning last_seq as seq, last_main as main`;
    await tx`
      insert into messages (id, room_id, seq, main_no, author_id, client_id, body, created_at)
      values (gen_random_uuid(), ${roomId}, ${room!.seq}, ${room!.main}, ${scopeOf(number).user.id},
        ${`c${number}`}, ${`message ${number}`}, now())`;
  });

const contenders = {
  'one room, through the door': (number: number) => throughDoor(number, 'lobby'),
  'one room, a transaction each': (number: number) => alone(number, lobby.id),
  '100 rooms, through the door': (number: number) => throughDoor(number, roomOf(number).slug),
  '100 rooms, a transaction each': (number: number) => alone(number, roomOf(number).id),
};
type Name = keyof typeof contenders;
const names = Object.keys(contenders) as Name[];
const results = Object.fromEntries(names.map((name) => [name, [] as Round[]])) as Record<
  Name,
  Round[]
>;
for (const name of names) await measure(contenders[name]);
for (let round = 0; round < rounds; round += 1) {
  // In turns: a machine that grows busy does so for all.
  for (const name of round % 2 === 0 ? names : names.toReversed()) {
    results[name].push(await measure(contenders[name]));
  }
}

const ratio = (ours: Name, theirs: Name) =>
  median(
    results[ours].map(({ perSecond }, round) => perSecond / results[theirs][round]!.perSecond),
  );
const p99 = (of: Round[]) =>
  median(
    of.map(({ delays }) =>
      quantile(
        delays.toSorted((a, b) => a - b),
        0.99,
      ),
    ),
  );
const describe = (of: Round[]) =>
  `${Math.round(median(of.map(({ perSecond }) => perSecond))).toLocaleString('en')} messages/s, ` +
  `acknowledged after p50 ${median(of.flatMap(({ delays }) => delays)).toFixed(1)} ms, p99 ${p99(of).toFixed(1)} ms`;

printFigures(
  `Durable messages, ${senders} senders, medians of ${rounds} rounds`,
  Object.fromEntries(names.map((name) => [name, describe(results[name])])),
);
printRatio('one room', ratio(names[0]!, names[1]!), 'at least 20×');
printRatio('100 rooms', ratio(names[2]!, names[3]!), 'at least 4×');
printRatio('p99 of one room to 25 ms', p99(results[names[0]!]) / 25, 'at most 1×');

const overSockets = await measureOverSockets({ senders, seconds: 3 });
printFigures(`The same from ${senders} WebSocket clients in another process`, {
  'one room': `${Math.round(overSockets.perSecond).toLocaleString('en')} messages/s, acknowledged after p50 ${overSockets.p50.toFixed(1)} ms, p99 ${overSockets.p99.toFixed(1)} ms`,
});
