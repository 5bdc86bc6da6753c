// What went wrong, told on stderr, and the exit status it stands for.

import { DomainError, errorTable } from '@parley/shared/errors';
import { sayMoments } from '@parley/shared/moments';
import { sanitizeText } from '@parley/shared/text-sanitize';
import { stringifyJson } from './json.ts';
import type { Streams } from './streams.ts';

/** The person pressed Ctrl-C. */
export class Interrupted extends Error {}

/** The status of a program that SIGINT ended. */
const interruptedStatus = 130;

/** @returns the exit status. */
export function reportError(
  error: unknown,
  { stderr }: Streams,
  { isJson }: { isJson: boolean },
): number {
  if (error instanceof Interrupted) {
    // The prompt of the shell does not belong behind the ^C.
    if (stderr.isTTY) stderr.write('\n');
    return interruptedStatus;
  }
  const domain = error instanceof DomainError ? error : describeFault(error);
  if (isJson) {
    stderr.write(`${stringifyJson({ error: domain.toBody() })}\n`);
  } else {
    for (const line of explain(domain)) stderr.write(`${sanitizeText(line)}\n`);
  }
  return errorTable[domain.code].exit;
}

function explain({ code, message, fields = {}, retryAfter }: DomainError): string[] {
  const entries = Object.entries(fields);
  // The message sums the fields up: one by one they read better.
  if (entries.length > 0) {
    return entries.flatMap(([field, sentences]) =>
      sentences.map((sentence) => `tui: ${field} ${sentence}`.replace('  ', ' ')),
    );
  }
  const when = retryAfter === undefined ? '' : ` Try again in ${Math.ceil(retryAfter)} s.`;
  // What somebody typed is told back as it was typed.
  const told = code === 'unsupported' ? message : sayMoments(message, Date.now());
  return [`tui: ${told}${when}`];
}

/** Faults of our own and of the machine, such as a full disk. */
function describeFault(error: unknown): DomainError {
  return new DomainError('internal', error instanceof Error ? error.message : String(error), {
    cause: error,
  });
}

/** The command line was wrong: status 2. */
export function usageError(message: string): DomainError {
  return new DomainError('unsupported', message);
}
