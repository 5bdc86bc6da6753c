// Messages of mine changed and deleted, and reactions to anybody's; the room tells what became of it.

import type { MessageView } from '@parley/shared/chat';
import { escapeMessage } from '../command-line.ts';
import { editDraft, threadDraft } from '../composer.ts';
import { draftOf } from '../draft.ts';
import { toProblem } from '../problem.ts';
import { findMessage } from '../room.ts';
import { parseMessages } from '../wire-events.ts';
import { attempt, type Client, reportProblem } from './client.ts';
import { takeBackChange } from './taking-back.ts';

export interface MessageChanges {
  /** What was begun to be written instead of a message that is gone goes into the composer; false: nothing was. */
  putBackChange(roomId: string, message: MessageView): boolean;
  /** Stores another text; one that is refused goes back into its draft. */
  change(roomId: string, messageId: string, body: string): void;
  delete(messageId: string): void;
  /** Reacts with the emoji, or takes that reaction of mine back. */
  toggleReaction(message: MessageView, emoji: string): void;
}

export function createMessageChanges(client: Client): MessageChanges {
  const putBack = (roomId: string, id: string, body: string) => {
    const room = client.state().rooms.get(roomId);
    const threadId = (room && findMessage(room, id)?.threadId) ?? null;
    const place = threadId === null ? roomId : threadDraft(threadId);
    takeBackChange(client, { id, place, body: escapeMessage(body) });
  };

  return {
    putBackChange(roomId, { id }) {
      const { text } = draftOf(client.state().drafts, editDraft(id)).input;
      if (text === '') return false;
      putBack(roomId, id, text);
      return true;
    },
    change(roomId, messageId, body) {
      const { now } = client.ports;
      client
        .api()
        .editMessage({ id: messageId, body })
        .then((answer) => {
          const [message] = parseMessages([answer]);
          if (message === undefined) return;
          const event = { type: 'message.edited', seq: message.seq, message } as const;
          const myId = client.state().me?.id ?? null;
          const input = { type: 'wire', event, now: now(), myId } as const;
          client.dispatch({ type: 'rooms', input: { type: 'room', roomId, input } });
        })
        .catch((error: unknown) => {
          if (toProblem(error).code === 'not_found') return putBack(roomId, messageId, body);
          const draft = { type: 'edited', action: { type: 'setText', text: body } } as const;
          client.dispatch({ type: 'draft', roomId: editDraft(messageId), input: draft });
          reportProblem(client, error, 'The change is not stored (e takes it up again)');
        });
    },
    delete: (messageId) => attempt(client, 'Delete', () => client.api().deleteMessage(messageId)),
    toggleReaction(message, emoji) {
      const myId = client.state().me?.id ?? '';
      const present = message.reactions.find((reaction) => reaction.emoji === emoji);
      const reaction = { messageId: message.id, emoji };
      attempt(client, 'React', () =>
        present?.userIds.includes(myId)
          ? client.api().removeReaction(reaction)
          : client.api().addReaction(reaction),
      );
    },
  };
}
