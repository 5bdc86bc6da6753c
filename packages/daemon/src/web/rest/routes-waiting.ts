// REST routes of what waits for the caller, how it is read or unread again, and of the words that call them.

import { activityItem } from '@parley/shared/activity';
import { markCommentsReadInput } from '@parley/shared/blog';
import * as schema from '@parley/shared/chat';
import { keywordView, setKeywordsInput } from '@parley/shared/keywords';
import { z } from 'zod';
import { listActivity } from '../activity.ts';
import { findPostId, postName } from './post-names.ts';
import { defineRoute, listMeta, noFields, nothing, type Route } from './route.ts';

const wholeList = { nextCursor: null };
const keywords = '/users/me/keywords';

export const waitingRoutes: readonly Route[] = [
  defineRoute({
    procedure: 'chat.listActivity',
    method: 'GET',
    path: '/activity',
    summary: 'What waits for you: unread rooms, calls, threads and comments, the newest first',
    input: noFields,
    status: 200,
    data: z.array(activityItem),
    meta: listMeta,
    handle: async ({ scope, ...doors }) => ({
      data: await listActivity(doors, scope),
      meta: wholeList,
    }),
  }),
  defineRoute({
    procedure: 'chat.markRead',
    method: 'POST',
    path: '/rooms/:room/read',
    summary: 'Move your marker of what you have read; never back',
    input: schema.markReadInput,
    status: 204,
    data: nothing,
    async handle({ chat, scope, input }) {
      await chat.markRead(scope, input.room, input.seq);
      return {};
    },
  }),
  defineRoute({
    procedure: 'chat.markUnread',
    method: 'POST',
    path: '/rooms/:room/unread',
    summary:
      'Count a message and what follows it as unread again, in the room or in one thread of it',
    input: schema.markUnreadInput,
    status: 204,
    data: nothing,
    async handle({ chat, scope, input: { threadId, ...input } }) {
      if (threadId) await chat.markThreadUnread(scope, { ...input, threadId });
      else await chat.markUnread(scope, input.room, input.seq);
      return {};
    },
  }),
  defineRoute({
    procedure: 'blog.markCommentsRead',
    method: 'POST',
    path: '/posts/:post/comments/read',
    summary: 'Say that the comments under a post are read, all or those made up to a time',
    input: markCommentsReadInput.omit({ postId: true }).extend({ post: postName }),
    status: 204,
    data: nothing,
    async handle({ blog, scope, input: { post, until } }) {
      const postId = await findPostId(blog, scope, post);
      await blog.markCommentsRead(scope, { postId, until });
      return {};
    },
  }),
  defineRoute({
    procedure: 'chat.listKeywords',
    method: 'GET',
    path: keywords,
    summary: 'The words that call you wherever others say them',
    input: noFields,
    status: 200,
    data: z.array(keywordView),
    meta: listMeta,
    handle: async ({ chat, scope }) => ({ data: await chat.listKeywords(scope), meta: wholeList }),
  }),
  defineRoute({
    procedure: 'chat.setKeywords',
    method: 'PUT',
    path: keywords,
    summary: 'Be called by these words, and no others',
    input: setKeywordsInput,
    status: 200,
    data: z.array(keywordView),
    meta: listMeta,
    handle: async ({ chat, scope, input }) => ({
      data: await chat.setKeywords(scope, input),
      meta: wholeList,
    }),
  }),
];
