// REST routes of what waits for the caller, how it is read or unread again, and of the words that call them.

import { activityItem } from '@parley/shared/activity';
import { markCommentsReadInput } from '@parley/shared/blog';
import * as schema from '@parley/shared/chat';
import { keywordView, setKeywordsInput } from '@parley/shared/keywords';
import { listActivity } from '../activity.ts';
import { findPostId, postName } from './post-names.ts';
import { defineDeed, defineList, noFields, type Route } from './route.ts';

const keywords = '/users/me/keywords';

export const waitingRoutes: readonly Route[] = [
  defineList({
    procedure: 'chat.listActivity',
    path: '/activity',
    summary: 'What waits for you: unread rooms, calls, threads and comments, the newest first',
    input: noFields,
    item: activityItem,
    list: ({ scope, ...doors }) => listActivity(doors, scope),
  }),
  defineDeed({
    procedure: 'chat.markRead',
    method: 'POST',
    path: '/rooms/:room/read',
    summary: 'Move your marker of what you have read; never back',
    input: schema.markReadInput,
    run: ({ chat, scope, input }) => chat.markRead(scope, input.room, input.seq),
  }),
  defineDeed({
    procedure: 'chat.markUnread',
    method: 'POST',
    path: '/rooms/:room/unread',
    summary:
      'Count a message and what follows it as unread again, in the room or in one thread of it',
    input: schema.markUnreadInput,
    async run({ chat, scope, input: { threadId, ...input } }) {
      if (threadId) await chat.markThreadUnread(scope, { ...input, threadId });
      else await chat.markUnread(scope, input.room, input.seq);
    },
  }),
  defineDeed({
    procedure: 'blog.markCommentsRead',
    method: 'POST',
    path: '/posts/:post/comments/read',
    summary: 'Say that the comments under a post are read, all or those made up to a time',
    input: markCommentsReadInput.omit({ postId: true }).extend({ post: postName }),
    async run({ blog, scope, input: { post, until } }) {
      const postId = await findPostId(blog, scope, post);
      await blog.markCommentsRead(scope, { postId, until });
    },
  }),
  defineList({
    procedure: 'chat.listKeywords',
    path: keywords,
    summary: 'The words that call you wherever others say them',
    input: noFields,
    item: keywordView,
    list: ({ chat, scope }) => chat.listKeywords(scope),
  }),
  defineList({
    procedure: 'chat.setKeywords',
    method: 'PUT',
    path: keywords,
    summary: 'Be called by these words, and no others',
    input: setKeywordsInput,
    item: keywordView,
    list: ({ chat, scope, input }) => chat.setKeywords(scope, input),
  }),
];
