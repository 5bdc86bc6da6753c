// Acting on the selected message: answering, changing, deleting, reacting, copying, opening its link.

import type { MessageView } from '@parley/shared/chat';
import { sanitizeText } from '@parley/shared/text';
import { openRoom } from '../app-state.ts';
import { composerDraft, editDraft } from '../composer.ts';
import { draftOf } from '../draft.ts';
import { type Client, type Effects, takeBack } from '../effects/index.ts';
import { findEmoji } from '../emoji.ts';
import { selectedItem } from '../lists-of-rooms.ts';
import { findLink } from '../message-link.ts';
import type { PendingMessage } from '../outbox.ts';
import { openReactions } from '../overlay.ts';
import { addressOf, findPlace } from '../places.ts';
import { reactionChoices } from '../reaction-choice.ts';
import type { RoomState } from '../room.ts';
import { talkThreadId } from '../talk-side.ts';

export function createMessageActions({ client, messages, sending, showing }: Effects) {
  const say = (text: string) =>
    client.dispatch({ type: 'noticed', notice: { text, tone: 'info' } });
  const focus = (to: 'composer' | 'messages') => client.dispatch({ type: 'focused', focus: to });

  const withMessage = (run: (message: MessageView, room: RoomState) => void) => {
    const room = openRoom(client.state());
    const item = selectedItem(client.state());
    if (room === undefined || item?.kind !== 'message')
      return say('Select a message first, with k or j.');
    run(item.message, room);
  };
  const withLiving = (run: (message: MessageView, room: RoomState) => void) =>
    withMessage((message, room) => {
      if (message.deletedAt !== null) return say('It was deleted.');
      run(message, room);
    });

  const reply = () =>
    withLiving(({ id, author, body }) => {
      const draft = composerDraft(client.state());
      if (draft === null) return;
      const replyTo = { id, username: author.username, excerpt: body };
      client.dispatch({ type: 'draft', roomId: draft, input: { type: 'replying', replyTo } });
      focus('composer');
    });

  const edit = () =>
    withMessage((message, { room }) => {
      const { id, author, body, deletedAt } = message;
      if (deletedAt !== null)
        return messages.putBackChange(room.id, message) ? undefined : say('It was deleted.');
      if (author.id !== client.state().me?.id) return say('Only who wrote it can change it.');
      const draft = editDraft(id);
      const isBegun = draftOf(client.state().drafts, draft).input.text !== '';
      const input = { type: 'edited', action: { type: 'setText', text: body } } as const;
      const begun = { type: 'begun', base: body } as const;
      if (!isBegun)
        client.dispatch(
          { type: 'draft', roomId: draft, input },
          { type: 'draft', roomId: draft, input: begun },
        );
      tellRoom(client, room.id, id);
      focus('composer');
    });

  const remove = () =>
    withLiving(({ id, author }, { room, membership }) => {
      const { me } = client.state();
      const isModerator = (membership?.role ?? 'member') !== 'member';
      const isKeeper = me?.role !== 'member' && room.visibility === 'public';
      if (author.id !== me?.id && !isModerator && !isKeeper)
        return say('Only who wrote it can delete it.');
      const intent = { type: 'deleteMessage', messageId: id } as const;
      const overlay = { kind: 'confirm', question: 'Delete this message?', intent } as const;
      client.dispatch({ type: 'overlay', input: { type: 'opened', overlay } });
    });

  const react = () =>
    withLiving(({ id }, { room }) => {
      const overlay = openReactions({ roomId: room.id, messageId: id });
      client.dispatch({ type: 'overlay', input: { type: 'opened', overlay } });
    });

  const selectReaction = (step: 1 | -1) => {
    const choice = reactionChoices(client.state());
    const { overlay } = client.state();
    if (choice === null || overlay?.kind !== 'react') return;
    const { length } = choice.options;
    const index = length === 0 ? 0 : (overlay.selected + step + length) % length;
    client.dispatch({ type: 'overlay', input: { type: 'selected', index } });
  };

  const acceptReaction = () => {
    const choice = reactionChoices(client.state());
    const option = choice?.options[choice.selected];
    if (choice === null || option === undefined) return;
    client.dispatch({ type: 'overlay', input: { type: 'closed' } });
    messages.toggleReaction(choice.message, option.emoji);
  };

  /** With an emoji or its name, to the selected message or else the newest one. Answers what is wrong. */
  const reactWith = (name: string): string | null => {
    const room = openRoom(client.state());
    const item = selectedItem(client.state());
    const newest = room?.messages.findLast(
      ({ deletedAt, threadId }) => deletedAt === null && threadId === talkThreadId(client.state()),
    );
    const message = item?.kind === 'message' ? item.message : newest;
    if (message === undefined) return 'There is no message to react to.';
    const [found] = findEmoji(name);
    if (found === undefined) return `There is no emoji ${name}. Tab shows them all.`;
    messages.toggleReaction(message, found.emoji);
    return null;
  };

  const copy = () => {
    const item = selectedItem(client.state());
    if (item?.kind !== 'message' && item?.kind !== 'pending')
      return say('Select a message first, with k or j.');
    const body = item.kind === 'message' ? item.message.body : item.pending.body;
    client.ports.copyText(sanitizeText(body).trimEnd());
    say("Sent to the terminal's clipboard.");
  };

  const copyAddress = () =>
    withMessage(({ seq }, { room }) => {
      const address = addressOf(client.state(), room, seq);
      client.ports.copyText(address);
      say(`Sent to the terminal's clipboard: ${address}`);
    });

  /** The address of a message leads there at once; what leads elsewhere is asked about. */
  const follow = (body: string) => {
    const link = findLink(body);
    const place = link && findPlace(client.state(), link.href);
    if (place) showing.goTo(place);
    else askToOpenLink(client, body);
  };

  const withPending = (run: (roomId: string, pending: PendingMessage) => void) => {
    const room = openRoom(client.state());
    const item = selectedItem(client.state());
    const failed = (room?.outbox ?? []).filter(({ state }) => state === 'failed');
    const isHere = (line: PendingMessage) =>
      (line.threadId ?? null) === talkThreadId(client.state());
    const pending = item?.kind === 'pending' ? item.pending : failed.findLast(isHere);
    if (room === undefined || pending === undefined) return say('No message failed.');
    if (pending.state === 'sending' || pending.state === 'sent')
      return say('It is on its way already.');
    run(room.room.id, pending);
  };

  const recall = () =>
    withPending((roomId, pending) => {
      takeBack(client, roomId, pending);
      focus('composer');
    });

  return {
    reactWith,
    actions: {
      'message.reply': reply,
      'message.edit': edit,
      'message.delete': remove,
      'message.react': react,
      'message.copy': copy,
      'message.copyAddress': copyAddress,
      'message.open': () => withMessage(({ body }) => follow(body)),
      'message.retry': () => withPending((roomId, { clientId }) => sending.retry(roomId, clientId)),
      'message.recall': recall,
      'react.accept': acceptReaction,
      'react.next': () => selectReaction(1),
      'react.previous': () => selectReaction(-1),
      'react.close': () => client.dispatch({ type: 'overlay', input: { type: 'closed' } }),
    },
  };
}

/** Which message of the room is in the composer; null for a new one. */
export function tellRoom(client: Client, roomId: string, editing: string | null): void {
  const input = { type: 'editing', id: editing } as const;
  client.dispatch({ type: 'rooms', input: { type: 'room', roomId, input } });
}

/** Asks before anything is opened, and says where it really leads. */
export function askToOpenLink(client: Client, body: string): void {
  const link = findLink(body);
  if (link === null) {
    const notice = { text: 'There is no link in it.', tone: 'info' } as const;
    client.dispatch({ type: 'noticed', notice });
    return;
  }
  const overlay = {
    kind: 'confirm',
    question: `Open a page of ${link.host}?`,
    detail: link.href.length > 240 ? `${link.href.slice(0, 240)}…` : link.href,
    intent: { type: 'openLink', href: link.href },
  } as const;
  client.dispatch({ type: 'overlay', input: { type: 'opened', overlay } });
}
