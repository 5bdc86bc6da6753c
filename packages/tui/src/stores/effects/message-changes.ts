// Messages of mine changed and deleted, and reactions to anybody's; the room tells what became of it.

import type { MessageView } from '@parley/shared/chat';
import { editDraft } from '../composer.ts';
import { parseMessages } from '../wire-events.ts';
import { attempt, type Client, reportProblem } from './client.ts';

export interface MessageChanges {
  /** Stores another text; one that is refused goes back into its draft. */
  change(roomId: string, messageId: string, body: string): void;
  delete(messageId: string): void;
  /** Reacts with the emoji, or takes that reaction of mine back. */
  toggleReaction(message: MessageView, emoji: string): void;
}

export function createMessageChanges(client: Client): MessageChanges {
  return {
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
