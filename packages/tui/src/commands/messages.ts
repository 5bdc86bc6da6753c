// `tui messages`: those that were sent, and what is done to them.

import {
  editMessageInput,
  listMessagesInput,
  type MessageView,
  markUnreadInput,
  reactionInput,
} from '@parley/shared/chat';
import { checkInput } from './check-input.ts';
import type { CommandContext } from './context.ts';
import { readCount } from './count.ts';
import type { Column } from './output.ts';
import { askYes } from './prompt.ts';
import { usageError } from './report-error.ts';
import { openRoom } from './room-refs.ts';
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
  const room = await openRoom(api, context.words[0]!);
  const page = await api.chat.listMessages.query(
    checkInput(listMessagesInput, { room, ...position }),
  );
  if (context.isJson) {
    context.result(page);
    return;
  }
  await context.list<MessageView>(page, [...columns, { title: 'TEXT', get: toLine }]);
  const [first] = page.items;
  if (page.hasBefore && first) context.say(`Older: --before ${first.seq}`);
}

const columns: Column<MessageView>[] = [
  { title: 'SEQ', get: ({ seq }) => String(seq) },
  { title: 'ID', get: ({ id }) => id },
  { title: 'WHEN', get: ({ createdAt }) => formatTime(createdAt) },
  { title: 'AUTHOR', get: ({ author }) => author.username },
];

function toLine({ body, deletedAt, editedAt, pinnedAt, threadNo, reactions }: MessageView): string {
  if (deletedAt !== null) return '(deleted)';
  const marks = [
    ...(threadNo === null ? [] : ['in a thread']),
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
  const room = await openRoom(api, context.words[0]!);
  await context.list<MessageView>(await api.chat.listPins.query({ room }), [
    ...columns,
    { title: 'TEXT', get: ({ body }) => body.replace(/\s+/gu, ' ') },
  ]);
}

/** What it said before, newest first. */
export async function listEdits(context: CommandContext): Promise<void> {
  const api = await context.api();
  await context.list(await api.chat.listEdits.query({ id: context.words[0]! }), [
    { title: 'WRITTEN', get: ({ writtenAt }) => formatTime(writtenAt) },
    { title: 'TEXT', get: ({ body }) => body.replace(/\s+/gu, ' ') },
  ]);
}

export async function markUnread(context: CommandContext): Promise<void> {
  const [written = '', number = ''] = context.words;
  if (!/^\d{1,15}$/u.test(number)) throw usageError('SEQ must be the number of a message.');
  const threadId = context.option('thread');
  const input = checkInput(markUnreadInput, { room: '@', seq: Number(number), threadId });
  const api = await context.api();
  const room = await openRoom(api, written);
  await api.chat.markUnread.mutate({ ...input, room });
  context.result({ ok: true }, `Unread from ${number} on`);
}

export async function followThread(context: CommandContext): Promise<void> {
  const api = await context.api();
  const isFollowing = !context.has('stop');
  const thread = await api.chat.followThread.mutate({ messageId: context.words[0]!, isFollowing });
  context.result(thread, thread.isFollowing ? 'You follow it' : 'You do not follow it');
}
