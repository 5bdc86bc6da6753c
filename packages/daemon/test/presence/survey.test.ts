// Asking all daemons: each answers once and whole, or is said not to have answered, within the bound.

import { expect, test } from 'vitest';
import { createSurvey } from '../../src/presence/index.ts';
import { createSequentialIds } from '../../src/telemetry/index.ts';
import { type Arrivals, createNetwork } from './network.ts';

const reliable: Arrivals = () => [1];

/** Three daemons that know each other; each answers with what a test gives it. */
async function startThree(arrivals = reliable) {
  let fate = reliable;
  const network = createNetwork(() => fate());
  const { clock } = network;
  const daemons = ['a', 'b', 'c'].map((name, index) => {
    const daemon = network.start();
    const own: string[] = [`${name}0`, `${name}1`];
    const survey = createSurvey<{ like: string }, string>('test', {
      presence: daemon.presence,
      pubsub: daemon.pubsub,
      clock,
      ids: createSequentialIds(1_000 * (index + 1)),
      mostItems: 50,
    });
    survey.answerWith(({ like }) => own.filter((item) => item.includes(like)));
    return { ...daemon, own, survey };
  });
  await clock.advance(3_000);
  fate = arrivals;
  const [a, b, c] = daemons as [(typeof daemons)[0], (typeof daemons)[0], (typeof daemons)[0]];
  /** What A is told, and after how many milliseconds. */
  const ask = async (like = '') => {
    let isDone = false;
    const asked = a.survey.ask({ like }).finally(() => {
      isDone = true;
    });
    let ms = 0;
    while (!isDone && ms < 10_000) {
      await clock.advance(10);
      ms += 10;
    }
    const answers = await asked;
    const names = new Map(daemons.map((daemon) => [daemon.presence.node, daemon.own[0]![0]!]));
    const told = answers.map(({ node, hasAnswered, items, total }) => ({
      name: names.get(node),
      hasAnswered,
      items,
      total,
    }));
    return { told, ms };
  };
  return { a, b, c, ask };
}

const whole = (name: string, items = [`${name}0`, `${name}1`]) => ({
  name,
  hasAnswered: true,
  items,
  total: items.length,
});

test('all that live are asked, and nobody waits longer than the last of them', async () => {
  const { ask } = await startThree();
  const { told, ms } = await ask();
  expect(told).toEqual([whole('a'), whole('b'), whole('c')]);
  expect(ms).toBeLessThan(100);
  expect((await ask('b1')).told).toEqual([whole('a', []), whole('b', ['b1']), whole('c', [])]);
});

test('a daemon that died is waited for, said not to have answered, and then forgotten', async () => {
  const { b, ask } = await startThree();
  b.kill();
  const { told, ms } = await ask();
  expect(told).toEqual([
    whole('a'),
    { name: 'b', hasAnswered: false, items: [], total: 0 },
    whole('c'),
  ]);
  expect(ms).toBeLessThanOrEqual(2_100);
  for (let round = 0; round < 6; round += 1) await ask();
  const later = await ask();
  expect(later.told).toEqual([whole('a'), whole('c')]);
  expect(later.ms).toBeLessThan(100);
});

test('one that says goodbye meanwhile is not missed', async () => {
  const { b, ask } = await startThree();
  b.survey.stop();
  const asking = ask();
  b.presence.stop();
  const { told } = await asking;
  expect(told).toEqual([whole('a'), whole('c')]);
});

test('many items cross in parts; of more than the bound the rest is only counted', async () => {
  const { b, ask } = await startThree();
  b.own.splice(0, 2, ...Array.from({ length: 120 }, (_, at) => `b${at} ${'x'.repeat(1_000)}`));
  const { told } = await ask();
  expect(told[1]).toMatchObject({ name: 'b', hasAnswered: true, total: 120 });
  expect(told[1]!.items).toEqual(b.own.slice(0, 50));
});

test('the question is put again where the bus lost it, and what comes twice or late counts once', async () => {
  let turn = 0;
  const { ask } = await startThree(() => {
    turn += 1;
    // The first of everything is lost; later ones are doubled, the second late.
    return turn <= 2 ? [] : [1, 700];
  });
  const { told, ms } = await ask();
  expect(told).toEqual([whole('a'), whole('b'), whole('c')]);
  expect(ms).toBeLessThan(2_000);
  expect((await ask()).told).toEqual(told);
});

test('one that never hears is cut off, and hears of nobody', async () => {
  const { a, ask } = await startThree();
  a.cut();
  const { told } = await ask();
  expect(told.map(({ hasAnswered }) => hasAnswered)).toEqual([true, false, false]);
});
