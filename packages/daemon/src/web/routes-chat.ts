// Procedures of `chat`, and `presence.list`.

import * as chatSchema from '@parley/shared/chat';
import { DomainError } from '@parley/shared/errors';
import { noInput } from '@parley/shared/fields';
import { limits } from '@parley/shared/limits';
import { searchMessagesInput } from '@parley/shared/message-search';
import { presenceListInput, setIdleInput } from '@parley/shared/presence';
import { scheduleMessageInput, updateScheduledInput } from '@parley/shared/scheduled';
import { createWebhookInput } from '@parley/shared/webhooks';
import type { Blog } from '../blog/index.ts';
import type { Chat } from '../chat/index.ts';
import type { Presence } from '../presence/index.ts';
import type { Clock } from '../telemetry/index.ts';
import { listActivity } from './activity.ts';
import type { ActivityChannel } from './channel-activity.ts';
import type { RoomChannels } from './channel-room.ts';
import { setIdle } from './socket-presence.ts';
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
    ...createMemberRoutes(chat),
    ...createScheduleRoutes(chat),
    listMembers: authed.input(chatSchema.byRoom).query(async ({ ctx, input }) => ({
      items: await chat.listMembers(ctx.scope, input.room),
      nextCursor: null,
    })),
    sendMessage: authed
      .meta({ bucket: 'messages' })
      .input(chatSchema.sendMessageInput)
      .mutation(({ ctx, input }) => chat.sendMessage(ctx.scope, input)),
    listMessages: authed
      .input(chatSchema.listMessagesInput)
      .query(({ ctx, input }) => chat.listMessages(ctx.scope, input)),
    search: authed
      .input(searchMessagesInput)
      .query(({ ctx, input }) => chat.searchMessages(ctx.scope, input)),
    editMessage: authed
      .meta({ bucket: 'messages' })
      .input(chatSchema.editMessageInput)
      .mutation(({ ctx, input }) => chat.editMessage(ctx.scope, input)),
    deleteMessage: authed.input(chatSchema.byMessage).mutation(async ({ ctx, input }) => {
      await chat.deleteMessage(ctx.scope, input.id);
      return ok;
    }),
    listEdits: authed.input(chatSchema.byMessage).query(async ({ ctx, input }) => ({
      items: await chat.listEdits(ctx.scope, input.id),
      nextCursor: null,
    })),
    addReaction: authed
      .meta({ bucket: 'signals' })
      .input(chatSchema.reactionInput)
      .mutation(async ({ ctx, input }) => {
        await chat.addReaction(ctx.scope, input);
        return ok;
      }),
    removeReaction: authed
      .meta({ bucket: 'signals' })
      .input(chatSchema.reactionInput)
      .mutation(async ({ ctx, input }) => {
        await chat.removeReaction(ctx.scope, input);
        return ok;
      }),
    pinMessage: authed
      .meta({ bucket: 'signals' })
      .input(chatSchema.byMessage)
      .mutation(async ({ ctx, input }) => {
        await chat.pinMessage(ctx.scope, input.id);
        return ok;
      }),
    unpinMessage: authed
      .meta({ bucket: 'signals' })
      .input(chatSchema.byMessage)
      .mutation(async ({ ctx, input }) => {
        await chat.unpinMessage(ctx.scope, input.id);
        return ok;
      }),
    listPins: authed.input(chatSchema.byRoom).query(async ({ ctx, input }) => ({
      items: await chat.listPins(ctx.scope, input.room),
      nextCursor: null,
    })),
    markRead: authed
      .meta({ bucket: 'signals' })
      .input(chatSchema.markReadInput)
      .mutation(async ({ ctx, input }) => {
        await chat.markRead(ctx.scope, input.room, input.seq);
        return ok;
      }),
    markUnread: authed
      .meta({ bucket: 'signals' })
      .input(chatSchema.markReadInput)
      .mutation(async ({ ctx, input }) => {
        await chat.markUnread(ctx.scope, input.room, input.seq);
        return ok;
      }),
    setNotify: authed
      .input(chatSchema.setNotifyInput)
      .mutation(({ ctx, input }) => chat.setNotify(ctx.scope, input)),
    listThread: authed
      .input(chatSchema.listThreadInput)
      .query(({ ctx, input }) => chat.listThread(ctx.scope, input)),
    followThread: authed
      .input(chatSchema.followThreadInput)
      .mutation(({ ctx, input }) => chat.followThread(ctx.scope, input)),
    markThreadRead: authed
      .meta({ bucket: 'signals' })
      .input(chatSchema.markThreadReadInput)
      .mutation(async ({ ctx, input }) => {
        await chat.markThreadRead(ctx.scope, input);
        return ok;
      }),
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

/** Messages that are sent later. */
function createScheduleRoutes(chat: Chat) {
  return {
    scheduleMessage: authed
      .meta({ bucket: 'messages' })
      .input(scheduleMessageInput)
      .mutation(({ ctx, input }) => chat.scheduleMessage(ctx.scope, input)),
    listScheduled: authed.input(noInput).query(async ({ ctx }) => ({
      items: await chat.listScheduled(ctx.scope),
      nextCursor: null,
    })),
    updateScheduled: authed
      .meta({ bucket: 'messages' })
      .input(updateScheduledInput)
      .mutation(({ ctx, input }) => chat.updateScheduled(ctx.scope, input)),
    cancelScheduled: authed.input(chatSchema.byMessage).mutation(async ({ ctx, input }) => {
      await chat.cancelScheduled(ctx.scope, input.id);
      return ok;
    }),
  };
}

/** People in rooms: roles, invites, moderation. */
function createMemberRoutes(chat: Chat) {
  return {
    setMember: authed
      .input(chatSchema.setMemberInput)
      .mutation(({ ctx, input }) => chat.setMember(ctx.scope, input)),
    inviteMember: authed.input(chatSchema.memberInput).mutation(async ({ ctx, input }) => {
      await chat.inviteMember(ctx.scope, input);
      return ok;
    }),
    removeMember: authed.input(chatSchema.memberInput).mutation(async ({ ctx, input }) => {
      await chat.removeMember(ctx.scope, input);
      return ok;
    }),
    banMember: authed.input(chatSchema.banMemberInput).mutation(async ({ ctx, input }) => {
      await chat.banMember(ctx.scope, input);
      return ok;
    }),
    unbanMember: authed.input(chatSchema.memberInput).mutation(async ({ ctx, input }) => {
      await chat.unbanMember(ctx.scope, input);
      return ok;
    }),
    listBans: authed.input(chatSchema.byRoom).query(async ({ ctx, input }) => ({
      items: await chat.listBans(ctx.scope, input.room),
      nextCursor: null,
    })),
    createRoomInvite: authed
      .input(chatSchema.createRoomInviteInput)
      .mutation(({ ctx, input }) => chat.createRoomInvite(ctx.scope, input)),
    listRoomInvites: authed.input(chatSchema.byRoom).query(async ({ ctx, input }) => ({
      items: await chat.listRoomInvites(ctx.scope, input.room),
      nextCursor: null,
    })),
    revokeRoomInvite: authed.input(chatSchema.byMessage).mutation(async ({ ctx, input }) => {
      await chat.revokeRoomInvite(ctx.scope, input.id);
      return ok;
    }),
    joinByInvite: authed
      .input(chatSchema.joinByInviteInput)
      .mutation(async ({ ctx, input }) =>
        chat.getRoom(ctx.scope, await chat.joinByInvite(ctx.scope, input.code)),
      ),
    createWebhook: authed
      .input(createWebhookInput)
      .mutation(({ ctx, input }) => chat.createWebhook(ctx.scope, input)),
    listWebhooks: authed.input(chatSchema.byRoom).query(async ({ ctx, input }) => ({
      items: await chat.listWebhooks(ctx.scope, input.room),
      nextCursor: null,
    })),
    revokeWebhook: authed.input(chatSchema.byMessage).mutation(async ({ ctx, input }) => {
      await chat.revokeWebhook(ctx.scope, input.id);
      return ok;
    }),
    countPurgeable: authed.input(chatSchema.countPurgeableInput).query(async ({ ctx, input }) => ({
      count: await chat.countPurgeable(ctx.scope, input.room, input.retentionDays),
    })),
  };
}

export function createPresenceRoutes({
  chat,
  presence,
  clock,
}: {
  chat: Chat;
  presence: Presence;
  clock: Clock;
}) {
  return router({
    list: authed.input(presenceListInput).query(async ({ ctx, input }) => {
      if (!(await chat.canSeePresence(ctx.scope, input.topic))) {
        throw new DomainError('not_found', 'There is no such topic.');
      }
      const { after, limit = limits.presencePage } = input;
      return presence.list(input.topic, { after, limit });
    }),
    setIdle: authed
      .meta({ bucket: 'signals' })
      .input(setIdleInput)
      .mutation(({ ctx, input }) => {
        if (!ctx.socket) {
          throw new DomainError('unsupported', 'Say it on the WebSocket that it is about.');
        }
        setIdle(ctx.socket, input.idle, clock.now());
        return ok;
      }),
  });
}
