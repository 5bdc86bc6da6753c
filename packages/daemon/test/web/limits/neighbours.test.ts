// How many daemons a limit is shared by: those that live, and those that may.

import { expect, test } from 'vitest';
import { watchNeighbours } from '../../../src/web/neighbours.ts';
import { createNetwork } from '../../presence/network.ts';

const minute = 60_000;

function start(network: ReturnType<typeof createNetwork>, longestMs = minute) {
  const daemon = network.start();
  const joins: number[] = [];
  const neighbours = watchNeighbours({
    presence: daemon.presence,
    clock: network.clock,
    longestMs,
    onJoin: () => joins.push(network.clock.monotonic()),
  });
  return { ...daemon, neighbours, joins };
}

test('one that has just started knows nothing for ten seconds, then that it is alone, or among how many', async () => {
  const network = createNetwork(() => [1]);
  const a = start(network);
  expect(a.neighbours.count()).toBeNull();
  await network.clock.advance(10_000);
  expect(a.neighbours.count()).toBe(1);
  const b = start(network);
  const c = start(network);
  await network.clock.advance(100);
  expect(a.neighbours.count()).toBe(3);
  expect(a.joins).toEqual([10_001, 10_001]);
  expect(b.neighbours.count()).toBeNull();
  await network.clock.advance(10_000);
  expect(b.neighbours.count()).toBe(3);
  expect(c.neighbours.count()).toBe(3);
});

test('F10: those who fell silent may only be unheard: they count for ten minutes, or a window that is longer', async () => {
  const network = createNetwork(() => [1]);
  const a = start(network);
  const b = start(network, 20 * minute);
  const c = start(network);
  await network.clock.advance(20_000);
  c.kill();
  await network.clock.advance(20_000);
  expect(a.presence.listPeers()).toHaveLength(1);
  a.cut();
  await network.clock.advance(2 * minute);
  expect(a.presence.listPeers()).toEqual([]);
  expect(a.neighbours.count()).toBe(3);
  a.mend(true);
  await network.clock.advance(1_000);
  expect(a.joins).toHaveLength(3);
  expect(a.neighbours.count()).toBe(3);
  a.cut();
  await network.clock.advance(11 * minute);
  expect(a.neighbours.count()).toBe(1);
  expect(b.neighbours.count()).toBe(3);
  await network.clock.advance(10 * minute);
  expect(b.neighbours.count()).toBe(1);
});

test('stopped, it hears of nobody', async () => {
  const network = createNetwork(() => [1]);
  const a = start(network);
  a.neighbours.stop();
  start(network);
  await network.clock.advance(1_000);
  expect(a.presence.listPeers()).toHaveLength(1);
  expect(a.joins).toEqual([]);
});
