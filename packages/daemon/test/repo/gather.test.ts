// Reads asked for together: one statement for many, none for those who come too late, and nobody pays for another.

import { expect, test, vi } from 'vitest';
import { gatherReads } from '../../src/repo/index.ts';

/** A reader whose statements end when the test says so. */
function holdReads(keyOf?: (asked: string) => string) {
  const statements: { asked: readonly string[]; end(error?: unknown): void }[] = [];
  const ask = gatherReads<string, string>({
    read: (asked) =>
      new Promise((resolve, reject) => {
        const end = (error?: unknown) =>
          error === undefined ? resolve(asked.map((one) => `${one}!`)) : reject(error);
        statements.push({ asked, end });
      }),
    ...(keyOf && { keyOf }),
  });
  return { ask, statements };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('what is asked in one turn is one statement, and each hears its own answer', async () => {
  const { ask, statements } = holdReads();
  const answers = Promise.all(['a', 'b', 'a'].map(ask));
  await turn();
  expect(statements.map(({ asked }) => asked)).toEqual([['a', 'b', 'a']]);
  statements[0]!.end();
  expect(await answers).toEqual(['a!', 'b!', 'a!']);
});

test('what is asked while statements run is in none of them, and goes out with the next', async () => {
  const { ask, statements } = holdReads();
  const answers: Promise<string>[] = [];
  for (const asked of ['a', 'b']) {
    answers.push(ask(asked));
    await turn();
  }
  answers.push(ask('c'), ask('d'));
  statements[1]!.end();
  expect(await answers[1]).toBe('b!');
  await turn();
  expect(statements.map(({ asked }) => asked)).toEqual([['a'], ['b'], ['c', 'd']]);
  for (const { end } of statements) end();
  expect(await Promise.all(answers)).toEqual(['a!', 'b!', 'c!', 'd!']);
});

test('nobody waits for statements that do not end', async () => {
  const { ask, statements } = holdReads();
  for (const asked of ['a', 'b']) {
    void ask(asked);
    await turn();
  }
  const answer = ask('c');
  await vi.waitFor(() => expect(statements).toHaveLength(3));
  statements[2]!.end();
  expect(await answer).toBe('c!');
});

test('what has another key is read apart', async () => {
  const { ask, statements } = holdReads((asked) => asked[0]!);
  const answers = Promise.all(['a1', 'b1', 'a2'].map(ask));
  await turn();
  expect(statements.map(({ asked }) => asked)).toEqual([['a1', 'a2'], ['b1']]);
  for (const { end } of statements) end();
  expect(await answers).toEqual(['a1!', 'b1!', 'a2!']);
});

test('a fault is told to all who asked; what cannot be read as data fails alone', async () => {
  const away = Object.assign(new Error('away'), { code: '57P01' });
  const { ask, statements } = holdReads();
  const failed = Promise.allSettled(['a', 'b'].map(ask));
  await turn();
  statements[0]!.end(away);
  expect((await failed).map(({ status }) => status)).toEqual(['rejected', 'rejected']);

  const strange = Object.assign(new Error('strange'), { code: '22P02' });
  const askOne = gatherReads<string, string>({
    read: async (asked) => {
      if (asked.includes('strange')) throw strange;
      return asked;
    },
  });
  const outcomes = await Promise.allSettled(['a', 'strange', 'b'].map(askOne));
  expect(outcomes).toEqual([
    { status: 'fulfilled', value: 'a' },
    { status: 'rejected', reason: strange },
    { status: 'fulfilled', value: 'b' },
  ]);
});
