// Contenders measured in turn and in small lots, so that a slow moment of the machine meets all of them.

import { median, printFigures, printRatio, quantile } from './report.ts';

export type Ask = (index: number) => Promise<unknown>;

const rounds = 40;
const warmUps = 4;
const perRound = 25;

async function measure(contenders: Record<string, Ask>): Promise<Record<string, number[]>> {
  const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, [] as number[]]));
  for (let round = 0; round < rounds + warmUps; round += 1) {
    for (const [name, ask] of Object.entries(contenders)) {
      for (let index = 0; index < perRound; index += 1) {
        const before = performance.now();
        await ask(round * perRound + index);
        if (round >= warmUps) times[name]!.push(performance.now() - before);
      }
    }
  }
  return times;
}

/** Prints milliseconds per request, and the first contender's ratio to each other one with its bound. */
export async function compare(
  title: string,
  contenders: Record<string, Ask>,
  bounds: readonly string[],
): Promise<void> {
  const times = await measure(contenders);
  const medians = Object.values(times).map(median);
  const figures = Object.entries(times).map(([name, values]): [string, string] => {
    const p99 = quantile(
      [...values].sort((a, b) => a - b),
      0.99,
    );
    return [name, `${median(values).toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`];
  });
  printFigures(title, Object.fromEntries(figures));
  for (const [index, name] of Object.keys(times).slice(1).entries()) {
    printRatio(`to ${name}`, medians[0]! / medians[index + 1]!, bounds[index] ?? 'for comparison');
  }
}
