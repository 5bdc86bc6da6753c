// How every bench prints: figures of the same run, and ratios against their baseline.

export function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  );
}

/** `name: 123 unit` lines, aligned. */
export function printFigures(title: string, rows: Record<string, string>): void {
  console.log(`\n${title}`);
  const width = Math.max(...Object.keys(rows).map((name) => name.length));
  for (const [name, value] of Object.entries(rows))
    console.log(`  ${name.padEnd(width)}  ${value}`);
}

/** One ratio with the bound it is held to; it judges nothing by itself. */
export function printRatio(name: string, ratio: number, bound: string): void {
  console.log(`  ratio  ${name}: ${ratio.toFixed(2)}×  (wanted: ${bound})`);
}
