// REST routes of single messages: changed, deleted, reacted to.

import * as schema from '@parley/shared/chat';
import { id } from '@parley/shared/fields';
import { z } from 'zod';
import { defineRoute, listMeta, nothing, type Route } from './route.ts';

const message = '/messages/:messageId';
const reaction = `${message}/reactions/:emoji` as const;
const byMessage = z.strictObject({ messageId: id });

export const messageRoutes: readonly Route[] = [
  defineRoute({
    procedure: 'chat.editMessage',
    method: 'PATCH',
    path: message,
    summary: 'Change your message; the text before is kept',
    input: byMessage.extend({ body: schema.messageBody }),
    status: 200,
    data: schema.messageView,
    handle: async ({ chat, scope, input: { messageId, body } }) => ({
      data: await chat.editMessage(scope, { id: messageId, body }),
    }),
  }),
  defineRoute({
    procedure: 'chat.deleteMessage',
    method: 'DELETE',
    path: message,
    summary: 'Delete a message; a tombstone stays in its place',
    input: byMessage,
    status: 204,
    data: nothing,
    async handle({ chat, scope, input }) {
      await chat.deleteMessage(scope, input.messageId);
      return {};
    },
  }),
  defineRoute({
    procedure: 'chat.listEdits',
    method: 'GET',
    path: `${message}/edits`,
    summary: 'What a message said before, newest first',
    input: byMessage,
    status: 200,
    data: z.array(schema.messageEditView),
    meta: listMeta,
    handle: async ({ chat, scope, input }) => ({
      data: await chat.listEdits(scope, input.messageId),
      meta: { nextCursor: null },
    }),
  }),
  defineRoute({
    procedure: 'chat.addReaction',
    method: 'PUT',
    path: reaction,
    summary: 'React to a message with an emoji; twice is no error',
    input: schema.reactionInput,
    status: 204,
    data: nothing,
    async handle({ chat, scope, input }) {
      await chat.addReaction(scope, input);
      return {};
    },
  }),
  defineRoute({
    procedure: 'chat.removeReaction',
    method: 'DELETE',
    path: reaction,
    summary: 'Take a reaction back',
    input: schema.reactionInput,
    status: 204,
    data: nothing,
    async handle({ chat, scope, input }) {
      await chat.removeReaction(scope, input);
      return {};
    },
  }),
];
