// REST routes of threads: read, followed, marked.

import * as schema from '@parley/shared/chat';
import { id } from '@parley/shared/fields';
import { z } from 'zod';
import { defineDeed, defineRoute, type Route } from './route.ts';

const thread = '/messages/:messageId/thread';
const following = `${thread}/following` as const;
const byMessage = z.strictObject({ messageId: id });
const threadMeta = schema.threadPage.omit({ items: true });

export const threadRoutes: readonly Route[] = [
  defineRoute({
    procedure: 'chat.listThread',
    method: 'GET',
    path: thread,
    summary: 'The replies below a message, oldest first; `after` takes the seq of one',
    input: schema.listThreadInput,
    status: 200,
    data: z.array(schema.messageView),
    meta: threadMeta,
    async handle({ chat, scope, input }) {
      const { items, ...meta } = await chat.listThread(scope, input);
      const last = items.at(-1);
      const links = meta.hasAfter && last ? { next: { after: last.seq } } : {};
      return { data: items, meta, links };
    },
  }),
  defineRoute({
    procedure: 'chat.followThread',
    method: 'PUT',
    path: following,
    summary: 'Be told of new replies in a thread',
    input: byMessage,
    status: 200,
    data: schema.threadView,
    handle: async ({ chat, scope, input }) => ({
      data: await chat.followThread(scope, { ...input, isFollowing: true }),
    }),
  }),
  defineRoute({
    procedure: 'chat.followThread',
    operation: 'chat.unfollowThread',
    method: 'DELETE',
    path: following,
    summary: 'Be told of them no more',
    input: byMessage,
    status: 200,
    data: schema.threadView,
    handle: async ({ chat, scope, input }) => ({
      data: await chat.followThread(scope, { ...input, isFollowing: false }),
    }),
  }),
  defineDeed({
    procedure: 'chat.markThreadRead',
    method: 'POST',
    path: `${thread}/read`,
    summary: 'Move your marker of what you have read in a thread; never back',
    input: schema.markThreadReadInput,
    run: ({ chat, scope, input }) => chat.markThreadRead(scope, input),
  }),
];
