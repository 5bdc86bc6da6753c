// `tui messages`: those that were sent, and what is done to them.

import {
  editMessageInput,
  listMessagesInput,
  type MessageView,
  markUnreadInput,
  reactionInput,
} from '@parley/shared/chat';
import { DomainError } from '@parley/shared/errors';
import { checkInput } from './check-input.ts';
import type { CommandContext } from './context.ts';
import { readCount } from './count.ts';
import { placeMarks } from './message-text.ts';
import type { Column } from './output.ts';
import { askYes } from './prompt.ts';
import { usageError } from './report-error.ts';
import { asRoom, findRoom } from './room-refs.ts';
import { readInput } from './streams.ts';
import { formatTime } from './time.ts';

export async function listMessages(context: CommandContext): Promise<void> {
  const position = {
    before: readCount(context, 'before'),
    after: readCount(context, 'after', 0),
    around: readCount(context, 'around'),
    limit: readCount(context, 'limit'),
  };
  const api = await context.api();
  const room = await findRoom(api, context.words[0]!);
  const page = await api.chat.listMessages.query(
    checkInput(listMessagesInput, { room, ...position }),
  );
  if (context.isJson) {
    context.result(page);
    return;
  }
  await context.list<MessageView>(page, [...columns, { title: 'TEXT', get: toLine }]);
  if (page.items.length === 0) context.say(`No messages to show in ${asRoom(context.words[0]!)}.`);
  const [first, last] = [page.items[0], page.items.at(-1)];
  if (page.hasBefore && first) context.say(`Older: --before ${first.seq}`);
  if (page.hasAfter && last) context.say(`Newer: --after ${last.seq}`);
}

const columns: Column<MessageView>[] = [
  { title: 'SEQ', get: ({ seq }) => String(seq) },
  { title: 'ID', get: ({ id }) => id },
  { title: 'WHEN', get: ({ createdAt }) => formatTime(createdAt) },
  { title: 'AUTHOR', get: ({ author }) => author.username },
];

function toLine(message: MessageView): string {
  const { body, deletedAt, editedAt, pinnedAt, reactions } = message;
  if (deletedAt !== null) return '(deleted)';
  const marks = [
    ...placeMarks(message),
    ...(editedAt === null ? [] : ['edited']),
    ...(pinnedAt === undefined ? [] : ['pinned']),
    ...reactions.map(({ emoji, count }) => `${emoji} ${count}`),
  ];
  return [body.replace(/\s+/gu, ' '), ...(marks.length > 0 ? [`(${marks.join(', ')})`] : [])].join(
    ' ',
  );
}

export async function editMessage(context: CommandContext): Promise<void> {
  const [id, text] = context.words;
  const body = text === undefined || text === '-' ? await readInput(context.streams) : text;
  const input = checkInput(editMessageInput, { id, body });
  const api = await context.api();
  const message = await api.chat.editMessage.mutate(input);
  context.result(message, `Saved: ${message.id}`);
}

export async function deleteMessage(context: CommandContext): Promise<void> {
  const id = context.words[0]!;
  if (!context.has('yes')) {
    const how = 'Say --yes to delete without asking.';
    if (!(await askYes(context.streams, 'Delete the message for good?', how))) {
      context.say('Nothing was deleted.');
      return;
    }
  }
  const api = await context.api();
  await api.chat.deleteMessage.mutate({ id });
  context.result({ ok: true }, 'Deleted');
}

export async function react(context: CommandContext): Promise<void> {
  const [messageId, emoji] = context.words;
  const input = checkInput(reactionInput, { messageId, emoji });
  const api = await context.api();
  if (context.has('remove')) await api.chat.removeReaction.mutate(input);
  else await api.chat.addReaction.mutate(input);
  context.result({ ok: true }, context.has('remove') ? 'Taken back' : 'Reacted');
}

export async function pin(context: CommandContext): Promise<void> {
  const api = await context.api();
  const id = context.words[0]!;
  if (context.has('remove')) await api.chat.unpinMessage.mutate({ id });
  else await api.chat.pinMessage.mutate({ id });
  context.result({ ok: true }, context.has('remove') ? 'Not pinned any more' : 'Pinned');
}

export async function listPins(context: CommandContext): Promise<void> {
  const api = await context.api();
  const [written] = context.words as [string];
  const room = await findRoom(api, written);
  await context.list<MessageView>(
    await api.chat.listPins.query({ room }),
    [...columns, { title: 'TEXT', get: ({ body }) => body.replace(/\s+/gu, ' ') }],
    `No pins in ${asRoom(written)}.`,
  );
}

/** What it said before, newest first. */
export async function listEdits(context: CommandContext): Promise<void> {
  const api = await context.api();
  await context.list(
    await api.chat.listEdits.query({ id: context.words[0]! }),
    [
      { title: 'WRITTEN', get: ({ writtenAt }) => formatTime(writtenAt) },
      { title: 'TEXT', get: ({ body }) => body.replace(/\s+/gu, ' ') },
    ],
    'It was not edited.',
  );
}

export async function markUnread(context: CommandContext): Promise<void> {
  const [written = '', number = ''] = context.words;
  if (!/^\d{1,15}$/u.test(number)) throw usageError('SEQ must be the number of a message.');
  const threadId = context.option('thread');
  const input = checkInput(markUnreadInput, { room: '@', seq: Number(number), threadId });
  const api = await context.api();
  const room = await findRoom(api, written);
  const { lastSeq } = await api.chat.getRoom.query({ room });
  if (input.seq > lastSeq) {
    throw new DomainError(
      'not_found',
      `There is no message ${number} in ${asRoom(written)}: its newest is ${lastSeq}.`,
    );
  }
  await api.chat.markUnread.mutate({ ...input, room });
  context.result({ ok: true }, `Unread from ${number} on`);
}

/** Up to its newest reply. */
export async function readThread(context: CommandContext): Promise<void> {
  const api = await context.api();
  const messageId = context.words[0]!;
  const { thread } = await api.chat.listThread.query({ messageId, limit: 1 });
  await api.chat.markThreadRead.mutate({ messageId, seq: thread.lastSeq });
  context.result({ ok: true }, `Read the thread up to ${thread.lastSeq}`);
}

export async function followThread(context: CommandContext): Promise<void> {
  const api = await context.api();
  const isFollowing = !context.has('stop');
  const thread = await api.chat.followThread.mutate({ messageId: context.words[0]!, isFollowing });
  context.result(thread, thread.isFollowing ? 'You follow it' : 'You do not follow it');
}
