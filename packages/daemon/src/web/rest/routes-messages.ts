// REST routes of single messages: changed, deleted, reacted to, pinned.

import * as schema from '@parley/shared/chat';
import { id } from '@parley/shared/fields';
import * as search from '@parley/shared/message-search';
import { z } from 'zod';
import { linkPages } from './links.ts';
import { defineRoute, listMeta, nothing, type Route } from './route.ts';

const message = '/messages/:messageId';
const reaction = `${message}/reactions/:emoji` as const;
const pin = `${message}/pin` as const;
const byMessage = z.strictObject({ messageId: id });
const { query, ...searchFilters } = search.searchMessagesInput.shape;

export const messageRoutes: readonly Route[] = [
  defineRoute({
    procedure: 'chat.search',
    method: 'GET',
    path: '/search/messages',
    summary:
      'Messages by their words, the newest first; in snippets found words stand between U+0002 and U+0003',
    input: z.strictObject({ q: query, ...searchFilters }),
    status: 200,
    data: z.array(search.foundMessage),
    meta: listMeta,
    async handle({ chat, scope, input: { q, ...input } }) {
      const page = await chat.searchMessages(scope, { ...input, query: q });
      return {
        data: page.items,
        meta: { nextCursor: page.nextCursor },
        links: linkPages({}, page),
      };
    },
  }),
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
    summary: 'React to a message with an emoji, or its name such as `tada`; twice is no error',
    input: schema.reactionInput,
    told: ['emoji'],
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
    told: ['emoji'],
    status: 204,
    data: nothing,
    async handle({ chat, scope, input }) {
      await chat.removeReaction(scope, input);
      return {};
    },
  }),
  defineRoute({
    procedure: 'chat.listPins',
    method: 'GET',
    path: '/rooms/:room/pins',
    summary: 'What is pinned in a room, the newest pin first',
    input: schema.byRoom,
    status: 200,
    data: z.array(schema.messageView),
    meta: listMeta,
    handle: async ({ chat, scope, input }) => ({
      data: await chat.listPins(scope, input.room),
      meta: { nextCursor: null },
    }),
  }),
  defineRoute({
    procedure: 'chat.pinMessage',
    method: 'PUT',
    path: pin,
    summary: 'Pin a message for all in its room; twice is no error',
    input: byMessage,
    status: 204,
    data: nothing,
    async handle({ chat, scope, input }) {
      await chat.pinMessage(scope, input.messageId);
      return {};
    },
  }),
  defineRoute({
    procedure: 'chat.unpinMessage',
    method: 'DELETE',
    path: pin,
    summary: 'Pin a message no longer',
    input: byMessage,
    status: 204,
    data: nothing,
    async handle({ chat, scope, input }) {
      await chat.unpinMessage(scope, input.messageId);
      return {};
    },
  }),
];
