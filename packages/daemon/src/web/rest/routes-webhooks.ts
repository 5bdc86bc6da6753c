// REST routes of webhooks: the addresses through which programs post to a room.

import { byRoom } from '@parley/shared/chat';
import { id } from '@parley/shared/fields';
import * as schema from '@parley/shared/webhooks';
import { z } from 'zod';
import { defineRoute, listMeta, nothing, type Route } from './route.ts';

const webhooks = '/rooms/:room/webhooks';

export const webhookRoutes: readonly Route[] = [
  defineRoute({
    procedure: 'chat.listWebhooks',
    method: 'GET',
    path: webhooks,
    summary: 'The webhooks of a room',
    input: byRoom,
    status: 200,
    data: z.array(schema.webhookView),
    meta: listMeta,
    handle: async ({ chat, scope, input }) => ({
      data: await chat.listWebhooks(scope, input.room),
      meta: { nextCursor: null },
    }),
  }),
  defineRoute({
    procedure: 'chat.createWebhook',
    method: 'POST',
    path: webhooks,
    summary: 'Make a webhook; its address is answered this once',
    input: schema.createWebhookInput,
    status: 201,
    isSecret: true,
    data: schema.createWebhookResult,
    handle: async ({ chat, scope, input }) => ({ data: await chat.createWebhook(scope, input) }),
  }),
  defineRoute({
    procedure: 'chat.revokeWebhook',
    method: 'DELETE',
    path: '/webhooks/:webhookId',
    summary: 'End a webhook',
    input: z.strictObject({ webhookId: id }),
    status: 204,
    data: nothing,
    async handle({ chat, scope, input }) {
      await chat.revokeWebhook(scope, input.webhookId);
      return {};
    },
  }),
];
