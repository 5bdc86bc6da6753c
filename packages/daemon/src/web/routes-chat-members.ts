// Procedures of `chat` about people in rooms: roles, invites, moderation, webhooks.

import * as chatSchema from '@parley/shared/chat';
import { createWebhookInput } from '@parley/shared/webhooks';
import type { Chat } from '../chat/index.ts';
import { authed } from './trpc.ts';

const ok = { ok: true } as const;

export function createMemberRoutes(chat: Chat) {
  return {
    listMembers: authed
      .input(chatSchema.listMembersInput)
      .query(({ ctx, input }) => chat.listMembers(ctx.scope, input)),
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
