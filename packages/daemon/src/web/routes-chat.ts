// Procedures of `chat`.

import * as chatSchema from '@parley/shared/chat';
import { noInput } from '@parley/shared/fields';
import { setKeywordsInput } from '@parley/shared/keywords';
import type { Blog } from '../blog/index.ts';
import type { Chat } from '../chat/index.ts';
import { listActivity } from './activity.ts';
import type { ActivityChannel } from './channel-activity.ts';
import type { RoomChannels } from './channel-room.ts';
import { createMemberRoutes } from './routes-chat-members.ts';
import { createMessageRoutes, createScheduleRoutes } from './routes-chat-messages.ts';
import { authed, live, router } from './trpc.ts';

const ok = { ok: true } as const;

export function createChatRoutes({
  chat,
  blog,
  channels,
  activity,
}: {
  chat: Chat;
  blog: Blog;
  channels: RoomChannels;
  activity: ActivityChannel;
}) {
  return router({
    listRooms: authed
      .input(noInput)
      .query(async ({ ctx }) => ({ items: await chat.listRooms(ctx.scope), nextCursor: null })),
    getRoom: authed
      .input(chatSchema.byRoom)
      .query(({ ctx, input }) => chat.getRoom(ctx.scope, input.room)),
    createRoom: authed
      .input(chatSchema.createRoomInput)
      .mutation(({ ctx, input }) => chat.createRoom(ctx.scope, input)),
    joinRoom: authed
      .input(chatSchema.byRoom)
      .mutation(({ ctx, input }) => chat.joinRoom(ctx.scope, input.room)),
    leaveRoom: authed.input(chatSchema.byRoom).mutation(async ({ ctx, input }) => {
      await chat.leaveRoom(ctx.scope, input.room);
      return ok;
    }),
    updateRoom: authed
      .input(chatSchema.updateRoomInput)
      .mutation(({ ctx, input }) => chat.updateRoom(ctx.scope, input)),
    archiveRoom: authed
      .input(chatSchema.archiveRoomInput)
      .mutation(({ ctx, input }) => chat.archiveRoom(ctx.scope, input.room, input.archived)),
    openDirect: authed
      .input(chatSchema.openDirectInput)
      .mutation(async ({ ctx, input }) =>
        chat.getRoom(ctx.scope, await chat.openDirect(ctx.scope, input.usernames)),
      ),
    findDirect: authed
      .input(chatSchema.openDirectInput)
      .query(async ({ ctx, input }) =>
        chat.getRoom(ctx.scope, await chat.findDirect(ctx.scope, input.usernames)),
      ),
    ...createMemberRoutes(chat),
    ...createMessageRoutes(chat),
    ...createScheduleRoutes(chat),
    markRead: authed
      .meta({ bucket: 'signals' })
      .input(chatSchema.markReadInput)
      .mutation(async ({ ctx, input }) => {
        await chat.markRead(ctx.scope, input.room, input.seq);
        return ok;
      }),
    markUnread: authed
      .meta({ bucket: 'signals' })
      .input(chatSchema.markUnreadInput)
      .mutation(async ({ ctx, input: { threadId, ...input } }) => {
        if (threadId) await chat.markThreadUnread(ctx.scope, { ...input, threadId });
        else await chat.markUnread(ctx.scope, input.room, input.seq);
        return ok;
      }),
    setNotify: authed
      .input(chatSchema.setNotifyInput)
      .mutation(({ ctx, input }) => chat.setNotify(ctx.scope, input)),
    listKeywords: authed.input(noInput).query(async ({ ctx }) => ({
      items: await chat.listKeywords(ctx.scope),
      nextCursor: null,
    })),
    setKeywords: authed.input(setKeywordsInput).mutation(async ({ ctx, input }) => ({
      items: await chat.setKeywords(ctx.scope, input),
      nextCursor: null,
    })),
    listActivity: authed.input(noInput).query(async ({ ctx }) => ({
      items: await listActivity({ chat, blog }, ctx.scope),
      nextCursor: null,
    })),
    sendTyping: authed
      .meta({ bucket: 'signals' })
      .input(chatSchema.sendTypingInput)
      .mutation(async ({ ctx, input }) => {
        await chat.sendTyping(ctx.scope, input.room, input.threadId);
        return ok;
      }),
    onActivity: live
      .input(noInput)
      .subscription(({ ctx }) => activity.join(ctx.scope, ctx.subscription)),
    onRoom: live.input(chatSchema.onRoomInput).subscription(({ ctx, input }) =>
      channels.join({
        scope: ctx.scope,
        subscription: ctx.subscription,
        room: input.room,
        cursor: input.lastEventId ?? null,
      }),
    ),
  });
}
