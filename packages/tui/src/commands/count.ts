// Whole numbers on the command line.

import type { CommandContext } from './context.ts';
import { usageError } from './report-error.ts';

/** @throws unsupported for what is no whole number from `min` on. */
export function readCount(
  { option }: Pick<CommandContext, 'option'>,
  name: string,
  min = 1,
): number | undefined {
  const written = option(name);
  return written === undefined ? undefined : parseCount(`--${name}`, written, min);
}

/** @throws unsupported for what is no whole number from `min` on. */
export function parseCount(name: string, written: string, min = 1): number {
  const count = /^\d{1,15}$/.test(written) ? Number(written) : Number.NaN;
  if (count >= min) return count;
  throw usageError(`${name} must be a whole number, ${min} or more.`);
}
