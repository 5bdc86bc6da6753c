// What went wrong, told on stderr, and the exit status it stands for.

import { DomainError, errorTable } from '@parley/shared/errors';
import { sayMoments } from '@parley/shared/moments';
import { sanitizeText } from '@parley/shared/text-sanitize';
import type { Command, Option, Word } from './command.ts';
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
  { isJson, command = null }: { isJson: boolean; command?: Command | null },
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
    for (const line of explain(domain, command)) stderr.write(`${sanitizeText(line)}\n`);
  }
  return errorTable[domain.code].exit;
}

function explain(
  { code, message, fields = {}, retryAfter }: DomainError,
  command: Command | null,
): string[] {
  const entries = Object.entries(fields);
  // The message sums the fields up: one by one they read better.
  if (entries.length > 0) {
    return entries.flatMap(([field, sentences]) =>
      sentences.map((sentence) =>
        `tui: ${nameField(field, command)} ${sentence}`.replace('  ', ' '),
      ),
    );
  }
  // Most say it in a sentence of their own.
  const isSaid = retryAfter === undefined || /\bin \d+ s\b/.test(message);
  // What somebody typed is told back as it was typed.
  const told = code === 'unsupported' ? message : sayMoments(message, Date.now());
  return [`tui: ${told}${isSaid ? '' : ` Try again in ${Math.ceil(retryAfter)} s.`}`];
}

/** What the person wrote it as: `--uses` for `maxUses`; the field itself where there is no such option. */
function nameField(field: string, command: Command | null): string {
  const { options = [], words = [] } = command ?? {};
  // Of a list the one that is wrong has a number, which nobody wrote.
  const whole = field.replace(/\.\d+$/, '');
  const option = whole.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const isIt = ({ name, fields }: Option | Word) =>
    fields === undefined ? name === option : fields.includes(whole);
  const found = options.find(isIt);
  if (found) return `--${found.name}`;
  return words.find(isIt)?.name ?? field;
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
