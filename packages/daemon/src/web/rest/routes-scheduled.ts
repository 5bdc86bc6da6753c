// REST routes of messages that are sent later.

import { id } from '@parley/shared/fields';
import * as schema from '@parley/shared/scheduled';
import { z } from 'zod';
import { defineDeed, defineList, defineRoute, noFields, type Route } from './route.ts';

const scheduled = '/scheduled/:id';

export const scheduledRoutes: readonly Route[] = [
  defineRoute({
    procedure: 'chat.scheduleMessage',
    method: 'POST',
    path: '/rooms/:room/scheduled',
    summary: 'Send a message at a time; the same client id sent again stores nothing',
    input: schema.scheduleMessageInput.partial({ clientId: true }),
    headers: { clientId: 'idempotency-key' },
    status: 201,
    data: schema.scheduledMessageView,
    async handle({ chat, scope, input, ids }) {
      const clientId = input.clientId ?? ids.uuid();
      const made = await chat.scheduleMessage(scope, { ...input, clientId });
      return { data: made, location: `/scheduled/${made.id}` };
    },
  }),
  defineList({
    procedure: 'chat.listScheduled',
    path: '/scheduled',
    summary:
      'Your messages that are sent later, and those that could not be sent, the next one first',
    input: noFields,
    item: schema.scheduledMessageView,
    list: ({ chat, scope }) => chat.listScheduled(scope),
  }),
  defineRoute({
    procedure: 'chat.updateScheduled',
    method: 'PATCH',
    path: scheduled,
    summary: 'Change what is sent later, or when; what could not be sent waits again',
    input: schema.updateScheduledInput,
    status: 200,
    data: schema.scheduledMessageView,
    handle: async ({ chat, scope, input }) => ({ data: await chat.updateScheduled(scope, input) }),
  }),
  defineDeed({
    procedure: 'chat.cancelScheduled',
    method: 'DELETE',
    path: scheduled,
    summary: 'Send a message not at all',
    input: z.strictObject({ id }),
    run: ({ chat, scope, input }) => chat.cancelScheduled(scope, input.id),
  }),
];
