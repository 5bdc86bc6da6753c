// Statuses as the client reckons them: the newest of all devices, ends by themselves, hostile ones bounded.

import { bearingOf, type PresenceMeta } from '@parley/shared/presence';
import { newerStatus, type StatusView, statusAt } from '@parley/shared/status';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseStatus } from '../../src/stores/notification.ts';
import { nextStatusEnd, statusIn } from '../../src/stores/room-presence.ts';
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
      const room = { presence: { ada: { metas } }, members: null };
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
