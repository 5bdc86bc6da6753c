// Writing in a room: sending, new lines, completing nicks, replying, taking lines back.

import { openRoom } from '../app-state.ts';
import {
  commonLine,
  completeCommand,
  isCommandText,
  parseCommand,
  unescapeMessage,
} from '../command-line.ts';
import { changedMeanwhile, composerDraft, isAnsweredGone, sayOverwritten } from '../composer.ts';
import { textTargetOf } from '../contexts.ts';
import { draftOf, type ReplyTarget } from '../draft.ts';
import { attempt, type Effects } from '../effects/index.ts';
import { replaceEmojiNames } from '../emoji.ts';
import { understandLater } from '../later.ts';
import { completeNick } from '../nicks.ts';
import { findMessage, type RoomState } from '../room.ts';
import { findRoomBySlug } from '../rooms.ts';
import { talkThreadId } from '../talk-side.ts';
import type { TextInputAction } from '../text-input.ts';
import { tellRoom } from './message-actions.ts';

export function createComposerActions(
  { client, sending, messages, rooms, idle }: Effects,
  {
    comments,
    runCommand,
    scroll,
    moveFocus,
  }: {
    /** The composer below a post; `postId` is null elsewhere. */
    comments: { postId(): string | null; send(postId: string): void; leave(postId: string): void };
    runCommand(line: string, answers: ReplyTarget | null): void;
    scroll(pages: number): void;
    moveFocus(step: 1 | -1): void;
  },
) {
  const edit = (action: TextInputAction) => {
    const target = textTargetOf(client.state());
    if (target !== undefined) client.dispatch(target.edit(action));
  };
  const focus = (to: 'composer' | 'messages') => client.dispatch({ type: 'focused', focus: to });

  const send = () => {
    const postId = comments.postId();
    if (postId !== null) return comments.send(postId);
    const room = openRoom(client.state());
    if (room === undefined) return;
    const roomId = room.room.id;
    const draft = composerDraft(client.state()) ?? roomId;
    const written = draftOf(client.state().drafts, draft);
    const { input } = written;
    const replyTo = isAnsweredGone(client.state(), written) ? null : written.replyTo;
    const { entering } = client.state();
    if (entering !== null) {
      const text = `${entering.label} is not open yet. Enter sends it there in a moment.`;
      return client.dispatch({ type: 'noticed', notice: { text, tone: 'info' } });
    }
    if (room.editing !== null) return saveEdit(room, room.editing, input.text);
    if (isCommandText(input.text)) {
      // What is wrong with it is said, and it stays to be put right.
      if (isUnderstood(input.text)) edit({ type: 'submit' });
      return runCommand(input.text, replyTo);
    }
    if (room.membership === null) return rooms.join(room.room.slug);
    if (input.text.trim() === '') return;
    edit({ type: 'submit' });
    scroll(Number.POSITIVE_INFINITY);
    const threadId = talkThreadId(client.state()) ?? undefined;
    // What is pasted often ends with empty lines.
    const body = unescapeMessage(input.text.replace(/\n+$/u, ''));
    sending.send(roomId, { body, replyTo: replyTo?.id, threadId });
  };

  const isUnderstood = (line: string): boolean => {
    const parsed = parseCommand(line);
    if ('problem' in parsed) return false;
    const isLater = parsed.name === 'later';
    return !isLater || !('problem' in understandLater(parsed.argument, client.ports.now()));
  };

  const saveEdit = (state: RoomState, id: string, text: string) => {
    const { room } = state;
    if (text.trim() === '') {
      const notice = {
        text: 'Nothing is written: Esc leaves it, d deletes it.',
        tone: 'info',
      } as const;
      return client.dispatch({ type: 'noticed', notice });
    }
    const before = findMessage(state, id);
    const other = changedMeanwhile(client.state(), state);
    edit({ type: 'submit' });
    if (other !== null && other !== text) {
      edit({ type: 'remember', text: other });
      client.dispatch({ type: 'noticed', notice: { text: sayOverwritten, tone: 'info' } });
    }
    tellRoom(client, room.id, null);
    focus('messages');
    if (text !== before?.body) messages.change(room.id, id, replaceEmojiNames(text));
  };

  const complete = () => {
    const room = openRoom(client.state());
    const draft = composerDraft(client.state());
    if (room === undefined || draft === null) return moveFocus(1);
    const { input } = draftOf(client.state().drafts, draft);
    if (room.editing === null && isCommandText(input.text)) {
      const line = commonLine(completeCommand(client.state(), input.text.slice(1)));
      if (line !== null) edit({ type: 'setText', text: input.text[0]! + line });
      return;
    }
    const completed = completeNick(room, input.text, input.cursor);
    if (completed !== null) return edit({ type: 'insert', text: completed });
    const [name] = /(?<=^|[\s(])[@#][^\s@#:]+$/u.exec(input.text.slice(0, input.cursor)) ?? [];
    if (name === undefined) return moveFocus(1);
    // What is typed next is still meant for the message.
    if (isNamed(name)) return edit({ type: 'insert', text: ' ' });
    const what = name.startsWith('#') ? 'No room' : 'Nobody here';
    const notice = { text: `${what} has a name like ${name}.`, tone: 'info' } as const;
    client.dispatch({ type: 'noticed', notice });
  };

  const isNamed = (name: string) =>
    name === '@room' || findRoomBySlug(client.state().rooms, name) !== undefined;

  const leave = () => {
    const postId = comments.postId();
    if (postId !== null) return comments.leave(postId);
    const room = openRoom(client.state());
    const draft = composerDraft(client.state());
    if (room !== undefined && room.editing !== null) tellRoom(client, room.room.id, null);
    else if (draft !== null && draftOf(client.state().drafts, draft).replyTo !== null) {
      const input = { type: 'replying', replyTo: null } as const;
      return client.dispatch({ type: 'draft', roomId: draft, input });
    }
    focus('messages');
  };

  const editExternally = () => {
    const target = textTargetOf(client.state());
    if (target === undefined) return;
    attempt(client, '$EDITOR', async () => {
      // The editor has the screen: nobody sees here what comes meanwhile.
      idle.focus(false);
      const edited = client.ports.editText(target.input.text);
      const text = await edited.finally(() => idle.focus(true));
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
    'editor.external': editExternally,
  };
}
