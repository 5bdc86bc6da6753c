// What could not be sent: kept in a file, with the line that sends it again.

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { SendMessageInput } from '@parley/shared/chat';
import { DomainError } from '@parley/shared/errors';
import { writePrivateFile } from '../config/index.ts';
import type { CommandContext } from './context.ts';

/** A number of ours, so a name for a file. */
const ownNumber = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

function pathOf({ config }: CommandContext, clientId: string): string {
  return join(config.places.drafts, `unsent-${clientId}.txt`);
}

/** The error with what there is to do about it; what does not pass by itself is as it was. */
export async function keepUnsent(
  context: CommandContext,
  message: Pick<SendMessageInput, 'room' | 'body' | 'replyTo' | 'threadId' | 'clientId'>,
  error: unknown,
): Promise<unknown> {
  const passes = error instanceof DomainError && ['unavailable', 'limited'].includes(error.code);
  const { room, body, replyTo, threadId, clientId } = message;
  if (!passes || !ownNumber.test(clientId)) return error;
  const path = pathOf(context, clientId);
  await writePrivateFile(path, body);
  const words = [
    ...['tui', 'send', quote(room), '-', '--client-id', clientId],
    ...(replyTo === undefined ? [] : ['--reply-to', replyTo]),
    ...(threadId === undefined ? [] : ['--thread', threadId]),
    ...['<', quote(path)],
  ];
  const { code, retryAfter } = error;
  return new DomainError(
    code,
    `${error.message} The message is kept; send it with: ${words.join(' ')}`,
    { retryAfter, cause: error },
  );
}

/** It has arrived: nobody sends it again. */
export async function forgetUnsent(context: CommandContext, clientId: string): Promise<void> {
  if (ownNumber.test(clientId)) await rm(pathOf(context, clientId), { force: true });
}

function quote(word: string): string {
  return /^[\w./~@,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
