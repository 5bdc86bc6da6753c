// Writing in a room: sending, new lines, completing nicks, replying, taking lines back.

import { sanitizeText } from '@parley/shared/text';
import { openRoom } from '../app-state.ts';
import {
  commonLine,
  completeCommand,
  isCommandText,
  parseCommand,
  unescapeMessage,
} from '../command-line.ts';
import { textTargetOf } from '../contexts.ts';
import { draftOf } from '../draft.ts';
import { attempt, type Effects } from '../effects/index.ts';
import { selectedItem } from '../lists.ts';
import { completeNick } from '../nicks.ts';
import type { TextInputAction } from '../text-input.ts';

export function createComposerActions(
  { client, sending, rooms }: Effects,
  {
    comments,
    runCommand,
    scroll,
    moveFocus,
  }: {
    /** The composer below a post; `postId` is null elsewhere. */
    comments: { postId(): string | null; send(postId: string): void; leave(postId: string): void };
    runCommand(line: string): void;
    scroll(pages: number): void;
    moveFocus(step: 1 | -1): void;
  },
) {
  const edit = (action: TextInputAction) => {
    const target = textTargetOf(client.state());
    if (target !== undefined) client.dispatch(target.edit(action));
  };
  const say = (text: string) =>
    client.dispatch({ type: 'noticed', notice: { text, tone: 'info' } });
  const focus = (to: 'composer' | 'messages') => client.dispatch({ type: 'focused', focus: to });

  const send = () => {
    const postId = comments.postId();
    if (postId !== null) return comments.send(postId);
    const room = openRoom(client.state());
    if (room === undefined) return;
    const roomId = room.room.id;
    const { input, replyTo } = draftOf(client.state().drafts, roomId);
    if (isCommandText(input.text)) {
      // What is wrong with it is said, and it stays to be put right.
      if (!('problem' in parseCommand(input.text))) edit({ type: 'submit' });
      return runCommand(input.text);
    }
    if (room.membership === null) return rooms.join(room.room.slug);
    if (input.text.trim() === '') return;
    edit({ type: 'submit' });
    scroll(Number.POSITIVE_INFINITY);
    sending.send(roomId, { body: unescapeMessage(input.text), replyTo: replyTo?.id });
  };

  const complete = () => {
    const room = openRoom(client.state());
    if (room === undefined) return moveFocus(1);
    const { input } = draftOf(client.state().drafts, room.room.id);
    if (isCommandText(input.text)) {
      const line = commonLine(completeCommand(client.state(), input.text.slice(1)));
      if (line !== null) edit({ type: 'setText', text: input.text[0]! + line });
      return;
    }
    const completed = completeNick(room, input.text, input.cursor);
    if (completed === null) return moveFocus(1);
    edit({ type: 'insert', text: completed });
  };

  const leave = () => {
    const postId = comments.postId();
    if (postId !== null) return comments.leave(postId);
    const room = openRoom(client.state());
    if (room !== undefined && draftOf(client.state().drafts, room.room.id).replyTo !== null) {
      const input = { type: 'replying', replyTo: null } as const;
      return client.dispatch({ type: 'draft', roomId: room.room.id, input });
    }
    focus('messages');
  };

  const reply = () => {
    const room = openRoom(client.state());
    const item = selectedItem(client.state());
    if (room === undefined || item?.kind !== 'message')
      return say('Select a message first, with k or j.');
    const { id, author, body } = item.message;
    const replyTo = { id, username: author.username, excerpt: body };
    client.dispatch({ type: 'draft', roomId: room.room.id, input: { type: 'replying', replyTo } });
    focus('composer');
  };

  const copy = () => {
    const item = selectedItem(client.state());
    if (item?.kind !== 'message' && item?.kind !== 'pending')
      return say('Select a message first, with k or j.');
    const body = item.kind === 'message' ? item.message.body : item.pending.body;
    client.ports.copyText(sanitizeText(body).trimEnd());
    say('Copied.');
  };

  const selectedPending = () => {
    const item = selectedItem(client.state());
    if (item?.kind === 'pending') return item.pending;
    return openRoom(client.state())?.outbox.findLast(({ state }) => state === 'failed');
  };

  const retry = () => {
    const room = openRoom(client.state());
    const pending = selectedPending();
    if (room === undefined || pending === undefined) return say('No message failed.');
    sending.retry(room.room.id, pending.clientId);
  };

  const recall = () => {
    const room = openRoom(client.state());
    const pending = selectedPending();
    if (room === undefined || pending === undefined) return say('No message failed.');
    if (pending.state === 'sending' || pending.state === 'sent')
      return say('It is on its way already.');
    const roomId = room.room.id;
    const present = draftOf(client.state().drafts, roomId).input.text;
    const text = present === '' ? pending.body : `${pending.body}\n${present}`;
    const outbox = {
      type: 'outbox',
      event: { type: 'recalled', clientId: pending.clientId },
      myId: null,
    } as const;
    client.dispatch(
      { type: 'rooms', input: { type: 'room', roomId, input: outbox } },
      { type: 'draft', roomId, input: { type: 'edited', action: { type: 'setText', text } } },
      { type: 'focused', focus: 'composer' },
    );
  };

  const editExternally = () => {
    const target = textTargetOf(client.state());
    if (target === undefined) return;
    attempt(client, '$EDITOR', async () => {
      const text = await client.ports.editText(target.input.text);
      const trimmed = target.input.isMultiline ? text.replace(/\n+$/u, '') : text.trim();
      client.dispatch(target.edit({ type: 'rewrite', text: trimmed }));
    });
  };

  return {
    'composer.send': send,
    'composer.newline': () => edit({ type: 'newline' }),
    'composer.leave': leave,
    'composer.complete': complete,
    'composer.scrollUp': () => scroll(-1),
    'composer.scrollDown': () => scroll(1),
    'composer.enter': () => focus('composer'),
    'message.reply': reply,
    'message.copy': copy,
    'message.retry': retry,
    'message.recall': recall,
    'editor.external': editExternally,
  };
}
