// REST routes of webhooks: the addresses through which programs post to a room.

import { byRoom } from '@parley/shared/chat';
import { id } from '@parley/shared/fields';
import * as schema from '@parley/shared/webhooks';
import { z } from 'zod';
import { defineDeed, defineList, defineRoute, type Route } from './route.ts';

const webhooks = '/rooms/:room/webhooks';

export const webhookRoutes: readonly Route[] = [
  defineList({
    procedure: 'chat.listWebhooks',
    path: webhooks,
    summary: 'The webhooks of a room',
    input: byRoom,
    item: schema.webhookView,
    list: ({ chat, scope, input }) => chat.listWebhooks(scope, input.room),
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
  defineDeed({
    procedure: 'chat.revokeWebhook',
    method: 'DELETE',
    path: '/webhooks/:webhookId',
    summary: 'End a webhook',
    input: z.strictObject({ webhookId: id }),
    run: ({ chat, scope, input }) => chat.revokeWebhook(scope, input.webhookId),
  }),
];
