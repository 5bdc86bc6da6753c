// Questions to the person at the terminal, asked on stderr so that stdout stays data.

import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { Interrupted, usageError } from './report-error.ts';
import type { Streams } from './streams.ts';

/** Whether somebody is there to ask. */
export function canAsk({ stdin, stderr }: Streams): boolean {
  return stdin.isTTY === true && stderr.isTTY === true;
}

/**
 * The line that the person types.
 *
 * @param otherwise how to say it without being asked, for the usage error when nobody is there.
 */
export function askLine(streams: Streams, question: string, otherwise: string): Promise<string> {
  return ask(streams, { question, otherwise, isSecret: false });
}

/** The same, without showing what is typed. */
export function askSecret(streams: Streams, question: string, otherwise: string): Promise<string> {
  return ask(streams, { question, otherwise, isSecret: true });
}

/** Whether the person said yes; everything else means no. */
export async function askYes(
  streams: Streams,
  question: string,
  otherwise: string,
): Promise<boolean> {
  return /^y(es)?$/i.test((await askLine(streams, `${question} [y/N] `, otherwise)).trim());
}

function ask(
  streams: Streams,
  { question, otherwise, isSecret }: { question: string; otherwise: string; isSecret: boolean },
): Promise<string> {
  if (!canAsk(streams)) return Promise.reject(usageError(otherwise));
  const { stdin, stderr } = streams;
  stderr.write(question);
  // readline echoes and edits; what it would echo of a secret goes nowhere.
  const echo = isSecret ? new Writable({ write: (_chunk, _encoding, done) => done() }) : stderr;
  const reader = createInterface({ input: stdin, output: echo, terminal: true });
  return new Promise<string>((resolve, reject) => {
    reader.once('SIGINT', () => reject(new Interrupted()));
    reader.once('close', () => reject(new Interrupted()));
    // An empty prompt: readline redraws its line while one edits, and would wipe the question.
    reader.setPrompt(isSecret ? '' : question);
    reader.once('line', resolve);
  }).finally(() => {
    reader.close();
    if (isSecret) stderr.write('\n');
  });
}
