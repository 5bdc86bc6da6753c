// Procedures of `chat` about messages: sent now or later, changed, found, pinned, in threads.

import * as chatSchema from '@parley/shared/chat';
import { noInput } from '@parley/shared/fields';
import { searchMessagesInput } from '@parley/shared/message-search';
import { scheduleMessageInput, updateScheduledInput } from '@parley/shared/scheduled';
import type { Chat } from '../chat/index.ts';
import { authed } from './trpc.ts';

const ok = { ok: true } as const;

export function createMessageRoutes(chat: Chat) {
  return {
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
  };
}

/** Messages that are sent later. */
export function createScheduleRoutes(chat: Chat) {
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
