// I1 to I4 under kill -9 of two daemons and crashes of PostgreSQL; and that the checker of them barks.

import { expect, test, vi } from 'vitest';
import { findViolations, type History } from './support/history-checker.ts';
import { makeHistory } from './support/history-run.ts';

const seed = Number(process.env.HISTORY_SEED ?? Math.floor(Math.random() * 1e9));

/** Each breaks one law in a history that keeps them all. */
const tamperings: Record<string, [law: RegExp, tamper: (history: History) => void]> = {
  'an acknowledged message that is not stored': [/I1/, ({ rows }) => rows.pop()],
  'an acknowledged edit that is not stored': [
    /I1: version/,
    ({ edited, rows }) => {
      const { id, version } = edited.find(
        (one) => !rows.find((row) => row.id === one.id)?.isDeleted,
      )!;
      rows.find((row) => row.id === id)!.body = `text v${version - 1}`;
    },
  ],
  'a deleted message that is there': [
    /I1.*deleted/,
    ({ rows }) => {
      rows.find(({ isDeleted }) => isDeleted)!.body = 'still here v1';
    },
  ],
  'a message stored twice': [
    /I2.*twice/,
    ({ rows }) => {
      rows.push({ ...rows[0]!, id: 'another', seq: rows.length + 1 });
    },
  ],
  'an answer with another seq': [
    /I2.*acknowledged as/,
    ({ acknowledged }) => {
      acknowledged[0]!.seq += 1;
    },
  ],
  'a seq that is not there': [
    /I3.*no seq/,
    ({ rows }) => {
      for (const row of rows) if (row.seq > 3) row.seq += 1;
    },
  ],
  'a message that one subscriber did not hear': [
    /I3: .* heard \d+ after/,
    ({ heard }) => heard[0]!.events.splice(indexOfMessage(heard[0]!.events), 1),
  ],
  'a message that one subscriber heard twice': [
    /I3: .* heard \d+ after/,
    ({ heard: [first] }) => {
      const index = indexOfMessage(first!.events);
      first!.events.splice(index, 0, first!.events[index]!);
    },
  ],
  'two messages that one subscriber heard in another order': [
    /I3: .* heard \d+ after/,
    ({ heard: [first] }) => {
      const created = first!.events.filter(({ type }) => type === 'message.created');
      const [one, other] = created.slice(-2).map((event) => first!.events.indexOf(event));
      const { events } = first!;
      [events[one!], events[other!]] = [events[other!]!, events[one!]!];
    },
  ],
  'a message that one subscriber heard in the place of another': [
    /I3.*another message/,
    ({ heard: [first] }) => {
      const event = first!.events[indexOfMessage(first!.events)]!;
      if (event.type === 'message.created') event.message.id = 'another';
    },
  ],
  'a subscriber that stopped hearing': [
    /I4/,
    ({ heard: [first] }) => {
      first!.events.length = first!.events.findLastIndex(({ type }) => type === 'message.created');
    },
  ],
  'a change that one subscriber did not hear': [
    /convergence/,
    ({ heard: [first], rows }) => {
      const edited = rows.find(
        ({ roomId, change, isDeleted }) => roomId === first!.roomId && change > 0 && isDeleted,
      )!;
      first!.events = first!.events
        .map((event) =>
          event.type === 'room.joined'
            ? {
                ...event,
                changed: event.changed.filter(({ id }) => id !== edited.id),
                messages: event.messages.map((message) =>
                  message.id === edited.id ? { ...message, deletedAt: null } : message,
                ),
              }
            : event,
        )
        .filter((event) => !('id' in event) || event.id !== edited.id);
    },
  ],
  'a change heard before an earlier one': [
    /I3: .* heard change/,
    ({ heard }) => {
      const { events } = heard.find(({ events: some }) =>
        some.some(({ type }) => type === 'message.edited'),
      )!;
      const index = events.findIndex(({ type }) => type === 'message.edited');
      events.splice(index, 0, events[index]!);
    },
  ],
};

function indexOfMessage(events: History['heard'][number]['events']): number {
  return events.findIndex(({ type }) => type === 'message.created');
}

test(`daemons are killed and PostgreSQL crashes under load: I1 to I4 hold (seed ${seed})`, async () => {
  await using run = await makeHistory({ seed, kills: 5, crashes: 1, people: 4 });
  let history: History | undefined;
  await vi.waitFor(
    async () => {
      history = await run.read();
      expect(findViolations(history), run.summary).toEqual([]);
    },
    { timeout: 60_000, interval: 250 },
  );
  expect(history!.acknowledged.length, run.summary).toBeGreaterThan(50);
  for (const [what, [law, tamper]] of Object.entries(tamperings)) {
    const tampered = structuredClone(history!);
    tamper(tampered);
    expect(findViolations(tampered).join('\n'), `${what}; ${run.summary}`).toMatch(law);
  }
}, 300_000);
