// Statuses as the client reckons them: the newest of all devices, ends by themselves, hostile ones bounded.

import { bearingOf, type PresenceMeta, type PresenceState } from '@parley/shared/presence';
import { newerStatus, type StatusView, statusAt } from '@parley/shared/status';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseStatus } from '../../src/stores/notification.ts';
import {
  nextStatusEnd,
  type PeopleInput,
  type PresenceEvent,
  type RoomPresence,
  reducePeople,
  reducePresence,
  statusIn,
} from '../../src/stores/room-presence.ts';
import { parseRoomEvent } from '../../src/stores/wire-events.ts';

const at = (ms: number) => new Date(ms).toISOString();
const status = fc.record<StatusView>({
  state: fc.constantFrom('available', 'away', 'dnd'),
  text: fc.constantFrom('', 'Tea'),
  until: fc.option(fc.integer({ min: 1, max: 100 }).map(at), { nil: null }),
  since: fc.integer({ min: 1, max: 100 }).map(at),
});
const meta = fc.record(
  {
    ref: fc.uuid(),
    username: fc.constant('ada'),
    device: fc.constant(''),
    onlineAt: fc.constant(at(0)),
    status,
    idleSince: fc.constant(at(1)),
  },
  { requiredKeys: ['ref', 'username', 'device', 'onlineAt'] },
) as fc.Arbitrary<PresenceMeta>;

test('whatever order devices are told in, the status set last holds while it lasts, then what the devices notice', () => {
  fc.assert(
    fc.property(fc.array(meta, { minLength: 1 }), fc.nat(100), (metas, now) => {
      const sinces = metas.map((one) => one.status?.since ?? '');
      fc.pre(new Set(sinces.filter(Boolean)).size === sinces.filter(Boolean).length);
      const shown = bearingOf(metas, now);
      expect(bearingOf([...metas].reverse(), now)).toEqual(shown);
      const newest = metas.find(({ status }) => status?.since === sinces.sort().at(-1))?.status;
      const holds =
        newest !== undefined && (newest.until === null || Date.parse(newest.until) > now);
      const said = holds ? newest.state : 'available';
      const isIdle = metas.every(({ idleSince }) => idleSince !== undefined);
      expect(shown.bearing).toBe(said === 'available' ? (isIdle ? 'idle' : 'here') : said);
      expect(shown.text).toBe(holds ? newest.text : '');
    }),
  );
});

test('a next end is one at which what is shown changes', () => {
  fc.assert(
    fc.property(fc.array(meta, { minLength: 1 }), fc.nat(100), (metas, now) => {
      const room = {
        presence: { ada: { metas } },
        present: 1,
        hasAll: true,
        paged: null,
        members: null,
      };
      const end = nextStatusEnd(room, now) ?? 1_000;
      for (let later = now; later < end; later += 1) {
        expect(bearingOf(metas, later)).toEqual(bearingOf(metas, now));
      }
    }),
  );
});

test('nothing of a status stays once it is over, nor of being available without words', () => {
  const tea: StatusView = { state: 'available', text: 'Tea', until: at(50), since: at(1) };
  expect(statusAt(tea, 49)).toBe(tea);
  expect(statusAt(tea, 50)).toBeUndefined();
  expect(statusAt({ ...tea, text: '' }, 1)).toBeUndefined();
  expect(newerStatus(undefined, tea)).toBe(tea);
  expect(newerStatus(tea, undefined)).toBe(tea);
});

test('row 107: a status of a hostile daemon is short, and keys of its making are nobody', () => {
  const hostile = { state: 'away', text: 'x'.repeat(1_000_000), until: null, since: at(1) };
  const metas = Array.from({ length: 1_000 }, (_, index) => ({
    ref: String(index),
    username: 'ada',
    device: '',
    onlineAt: at(0),
    status: hostile,
  }));
  const state = JSON.parse(`{"__proto__":${JSON.stringify({ metas: [] })}}`);
  const event = parseRoomEvent({ type: 'presence.state', state: { ...state, ada: { metas } } })!;
  expect(statusIn(event, 'ada')?.text).toHaveLength(100);
  expect(statusIn(event, '__proto__')).toBeUndefined();
  expect(statusIn(event, 'constructor')).toBeUndefined();
  expect(event).toMatchObject({ state: { ada: { metas: { length: 100 } } } });
});

test('/away takes words, and before them for how long', () => {
  expect(parseStatus('away', '', 0)).toEqual({ state: 'away' });
  expect(parseStatus('away', 'Tea with bob', 0)).toEqual({ state: 'away', text: 'Tea with bob' });
  expect(parseStatus('dnd', '2h', 0)).toEqual({ state: 'dnd', until: at(7_200_000) });
  expect(parseStatus('dnd', '30m In a meeting', 0)).toEqual({
    state: 'dnd',
    text: 'In a meeting',
    until: at(1_800_000),
  });
  expect(parseStatus('away', '0m', 0)).toEqual({ state: 'away', text: '0m' });
});

const shownAtOnce = 3;
const pageSize = 2;
const keyNames = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

/** A server that tells as ours does: a bounded state, diffs with counts, a state anew for a large change. */
function createTeller() {
  const here = new Map<string, string>();
  let told = new Map<string, string>();
  let refs = 0;
  const stateOf = (entries: Iterable<[string, string]>): PresenceState => {
    const state: PresenceState = {};
    for (const [ref, key] of entries) {
      const metas = [...(state[key]?.metas ?? [])];
      state[key] = { metas: [...metas, { ref, username: key, device: '', onlineAt: at(0) }] };
    }
    return state;
  };
  const page = (after: string, limit: number): PresenceState => {
    const all = stateOf(told);
    const keys = Object.keys(all)
      .sort()
      .filter((key) => key > after);
    return Object.fromEntries(keys.slice(0, limit).map((key) => [key, all[key]!]));
  };
  const count = () => new Set(told.values()).size;
  return {
    page: (after: string) => page(after, pageSize),
    state: (): PresenceEvent => ({
      type: 'presence.state',
      state: page('', shownAtOnce),
      count: count(),
    }),
    all: () => stateOf(told),
    count,
    join(key: string) {
      refs += 1;
      here.set(String(refs), key);
    },
    leave(which: number) {
      const ref = [...here.keys()][which % Math.max(1, here.size)];
      if (ref !== undefined) here.delete(ref);
    },
    tell(): PresenceEvent {
      const before = told;
      told = new Map(here);
      const joins = stateOf([...told].filter(([ref]) => !before.has(ref)));
      const leaves = stateOf([...before].filter(([ref]) => !told.has(ref)));
      const changed = Object.keys(joins).length + Object.keys(leaves).length;
      if (changed > shownAtOnce) return this.state();
      return { type: 'presence.diff', joins, leaves, count: count() };
    },
  };
}

test('whatever pages and changes overtake each other, nobody who left is shown, and in the end all are', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('join' as const), key: fc.constantFrom(...keyNames) }),
    fc.record({ do: fc.constant('leave' as const), which: fc.nat(20) }),
    fc.constant({ do: 'tell' as const }),
    fc.constant({ do: 'hear' as const }),
    fc.constant({ do: 'ask' as const }),
    fc.constant({ do: 'answer' as const }),
  );
  const refsOf = (state: PresenceState) =>
    Object.values(state)
      .flatMap(({ metas }) => metas.map(({ ref }) => ref))
      .sort();
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80, size: 'max' }), (steps) => {
      const server = createTeller();
      const wire: PresenceEvent[] = [server.state()];
      const answers: { id: number; state: PresenceState }[] = [];
      let room: RoomPresence = {
        presence: {},
        present: 0,
        hasAll: true,
        paged: null,
        members: null,
      };
      let ids = 0;
      const tell = (input: PeopleInput) => {
        room = reducePeople(room, input);
      };
      const hear = () => {
        const event = wire.shift();
        if (event !== undefined) room = reducePresence(room, event);
      };
      const ask = () => {
        if (answers.length > 0 || room.hasAll) return;
        ids += 1;
        tell({ type: 'asked', id: ids });
        answers.push({ id: ids, state: server.page('') });
      };
      const answer = () => {
        const given = answers.shift();
        if (given === undefined || room.paged?.id !== given.id) return;
        const last = Object.keys(given.state).at(-1);
        if (last === undefined) return tell({ type: 'ended', id: given.id });
        tell({ type: 'page', id: given.id, state: given.state });
        answers.push({ id: given.id, state: server.page(last) });
      };
      for (const one of steps) {
        if (one.do === 'join') server.join(one.key);
        else if (one.do === 'leave') server.leave(one.which);
        else if (one.do === 'tell') wire.push(server.tell());
        else ({ hear, ask, answer })[one.do]();
      }
      wire.push(server.tell());
      while (wire.length > 0) hear();
      const all = refsOf(server.all());
      for (const ref of refsOf(room.presence)) expect(all).toContain(ref);
      expect(room.present).toBe(server.count());
      while (answers.length > 0) answer();
      for (const ref of refsOf(room.presence)) expect(all).toContain(ref);
      for (ask(); answers.length > 0; ) answer();
      expect(refsOf(room.presence)).toEqual(all);
      expect(room.present).toBe(server.count());
      expect(room.paged).toBeNull();
    }),
    { numRuns: 1_000 },
  );
});
