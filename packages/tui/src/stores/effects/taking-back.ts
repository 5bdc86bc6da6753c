// A line that was not sent comes back into the composer that it was written in, with what it answered.

import { escapeMessage } from '../command-line.ts';
import { commentDraft, editDraft, threadDraft } from '../composer.ts';
import { draftOf } from '../draft.ts';
import type { PendingMessage } from '../outbox.ts';
import { findMessage } from '../room.ts';
import { labelRoom } from '../room-label.ts';
import { sayTalkBar } from '../writing-bar.ts';
import type { Client } from './client.ts';

/** Before whatever is written there now. */
export function takeBack(client: Client, roomId: string, pending: PendingMessage): void {
  const { clientId, threadId, replyTo } = pending;
  const body = escapeMessage(pending.body);
  const draft = threadId === undefined ? roomId : threadDraft(threadId);
  const room = client.state().rooms.get(roomId);
  const answered = replyTo === undefined ? undefined : room && findMessage(room, replyTo);
  const event = { type: 'recalled', clientId } as const;
  client.dispatch({
    type: 'rooms',
    input: { type: 'room', roomId, input: { type: 'outbox', event, myId: null } },
  });
  writeFirst(client, draft, body);
  if (answered === undefined || answered.deletedAt !== null) return;
  const { id, author, body: excerpt } = answered;
  const target = { id, username: author.username, excerpt };
  const input = { type: 'replying', replyTo: target } as const;
  client.dispatch({ type: 'draft', roomId: draft, input });
}

/** A change to something that was deleted meanwhile: its words are what is written in that place next. */
export function takeBackChange(
  client: Client,
  { id, place, body }: { id: string; place: string; body: string },
): void {
  writeFirst(client, place, body);
  const emptied = { type: 'edited', action: { type: 'setText', text: '' } } as const;
  client.dispatch({ type: 'draft', roomId: editDraft(id), input: emptied });
  const text = 'It was deleted meanwhile: what you wrote instead is in the composer.';
  client.dispatch({ type: 'noticed', notice: { text, tone: 'bad' } });
}

/** What was not sent to rooms that are not among these any more: it stands there should I come back. */
export function takeBackFromGone(client: Client, roomIds: ReadonlySet<string>): void {
  for (const [roomId, { outbox }] of client.state().rooms) {
    if (roomIds.has(roomId)) continue;
    const unsent = outbox.filter(({ state }) => state !== 'sent');
    for (const pending of unsent.toReversed()) takeBack(client, roomId, pending);
  }
}

/** All that was not sent, before another session begins. */
export function takeBackAll(client: Client): void {
  takeBackFromGone(client, new Set());
  for (const [postId, { outbox }] of client.state().threads) {
    const unsent = outbox.filter(({ state }) => state !== 'sent').map(({ body }) => body);
    if (unsent.length > 0) writeFirst(client, commentDraft(postId), unsent.join('\n'));
  }
}

/** Before whatever is written there now. */
export function writeFirst(client: Client, draft: string, written: string): void {
  const present = draftOf(client.state().drafts, draft).input.text;
  const text = present === '' ? written : `${written}\n${present}`;
  const input = { type: 'edited', action: { type: 'setText', text } } as const;
  client.dispatch({ type: 'draft', roomId: draft, input });
}

/** A refused line, unless something else is written there by now: then it stays where it failed. */
export function takeBackRefused(client: Client, roomId: string, clientId: string): void {
  const room = client.state().rooms.get(roomId);
  const pending = room?.outbox.find((line) => line.clientId === clientId);
  if (room === undefined || pending?.state !== 'failed') return;
  const { threadId, problem } = pending;
  const draft = threadId === undefined ? roomId : threadDraft(threadId);
  const { input, replyTo } = draftOf(client.state().drafts, draft);
  if (input.text !== '' || replyTo !== null) return;
  takeBack(client, roomId, pending);
  const where = labelRoom(room.room, room.people);
  const isBarred = problem?.code === 'forbidden' && room.membership !== null;
  // The server's own words name its fields.
  const isOfOther = problem?.fields.replyTo !== undefined || problem?.fields.threadId !== undefined;
  const bar = isBarred || isOfOther ? sayTalkBar(room, threadId ?? null, client.ports.now()) : null;
  const other = isOfOther ? 'what it answers is gone.' : (problem?.message ?? '');
  const text = `Not sent to ${where}: ${bar === null ? other : `${bar}.`}`;
  client.dispatch({ type: 'noticed', notice: { text, tone: 'bad' } });
}
