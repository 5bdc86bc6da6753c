// REST routes of single messages: changed, deleted, reacted to, pinned.

import * as schema from '@parley/shared/chat';
import { id } from '@parley/shared/fields';
import * as search from '@parley/shared/message-search';
import { z } from 'zod';
import { linkPages } from './links.ts';
import { defineDeed, defineList, defineRoute, listMeta, type Route } from './route.ts';

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
  defineDeed({
    procedure: 'chat.deleteMessage',
    method: 'DELETE',
    path: message,
    summary: 'Delete a message; a tombstone stays in its place',
    input: byMessage,
    run: ({ chat, scope, input }) => chat.deleteMessage(scope, input.messageId),
  }),
  defineList({
    procedure: 'chat.listEdits',
    path: `${message}/edits`,
    summary: 'What a message said before, newest first',
    input: byMessage,
    item: schema.messageEditView,
    list: ({ chat, scope, input }) => chat.listEdits(scope, input.messageId),
  }),
  defineDeed({
    procedure: 'chat.addReaction',
    method: 'PUT',
    path: reaction,
    summary: 'React to a message with an emoji, or its name such as `tada`; twice is no error',
    input: schema.reactionInput,
    told: ['emoji'],
    run: ({ chat, scope, input }) => chat.addReaction(scope, input),
  }),
  defineDeed({
    procedure: 'chat.removeReaction',
    method: 'DELETE',
    path: reaction,
    summary: 'Take a reaction back',
    input: schema.reactionInput,
    told: ['emoji'],
    run: ({ chat, scope, input }) => chat.removeReaction(scope, input),
  }),
  defineList({
    procedure: 'chat.listPins',
    path: '/rooms/:room/pins',
    summary: 'What is pinned in a room, the newest pin first',
    input: schema.byRoom,
    item: schema.messageView,
    list: ({ chat, scope, input }) => chat.listPins(scope, input.room),
  }),
  defineDeed({
    procedure: 'chat.pinMessage',
    method: 'PUT',
    path: pin,
    summary: 'Pin a message for all in its room; twice is no error',
    input: byMessage,
    run: ({ chat, scope, input }) => chat.pinMessage(scope, input.messageId),
  }),
  defineDeed({
    procedure: 'chat.unpinMessage',
    method: 'DELETE',
    path: pin,
    summary: 'Pin a message no longer',
    input: byMessage,
    run: ({ chat, scope, input }) => chat.unpinMessage(scope, input.messageId),
  }),
];
