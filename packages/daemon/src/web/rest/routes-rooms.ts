// REST routes of rooms and their messages.

import * as schema from '@parley/shared/chat';
import { z } from 'zod';
import { linkMessages } from './links.ts';
import { defineRoute, listMeta, noFields, nothing, type Route } from './route.ts';

const wholeList = { nextCursor: null };
const messagesMeta = schema.messagePage.omit({ items: true });
const sendMessageInput = schema.sendMessageInput.partial({ clientId: true });

export const roomRoutes: readonly Route[] = [
  defineRoute({
    procedure: 'chat.listRooms',
    method: 'GET',
    path: '/rooms',
    summary: 'Public rooms and those that you are in',
    input: noFields,
    status: 200,
    data: z.array(schema.roomListItem),
    meta: listMeta,
    handle: async ({ chat, scope }) => ({ data: await chat.listRooms(scope), meta: wholeList }),
  }),
  defineRoute({
    procedure: 'chat.createRoom',
    method: 'POST',
    path: '/rooms',
    summary: 'Make a room, and own it',
    input: schema.createRoomInput,
    status: 201,
    data: schema.roomListItem,
    async handle({ chat, scope, input }) {
      const room = await chat.createRoom(scope, input);
      return { data: room, location: `/rooms/${room.slug}` };
    },
  }),
  defineRoute({
    procedure: 'chat.getRoom',
    method: 'GET',
    path: '/rooms/:room',
    summary: 'A room, by slug or id',
    input: schema.byRoom,
    status: 200,
    data: schema.roomListItem,
    handle: async ({ chat, scope, input }) => ({ data: await chat.getRoom(scope, input.room) }),
  }),
  defineRoute({
    procedure: 'chat.joinRoom',
    method: 'POST',
    path: '/rooms/:room/join',
    summary: 'Join a room; twice is no error',
    input: schema.byRoom,
    status: 200,
    data: schema.roomListItem,
    handle: async ({ chat, scope, input }) => ({ data: await chat.joinRoom(scope, input.room) }),
  }),
  defineRoute({
    procedure: 'chat.leaveRoom',
    method: 'POST',
    path: '/rooms/:room/leave',
    summary: 'Leave a room',
    input: schema.byRoom,
    status: 204,
    data: nothing,
    async handle({ chat, scope, input }) {
      await chat.leaveRoom(scope, input.room);
      return {};
    },
  }),
  defineRoute({
    procedure: 'chat.listMembers',
    method: 'GET',
    path: '/rooms/:room/members',
    summary: 'Who is in a room',
    input: schema.byRoom,
    status: 200,
    data: z.array(schema.memberView),
    meta: listMeta,
    handle: async ({ chat, scope, input }) => ({
      data: await chat.listMembers(scope, input.room),
      meta: wholeList,
    }),
  }),
  defineRoute({
    procedure: 'chat.listMessages',
    method: 'GET',
    path: '/rooms/:room/messages',
    summary: 'A stretch of a room’s history by seq, oldest first; without a position the newest',
    input: schema.listMessagesInput,
    status: 200,
    data: z.array(schema.messageView),
    meta: messagesMeta,
    async handle({ chat, scope, input }) {
      const page = await chat.listMessages(scope, input);
      const { items, ...meta } = page;
      return { data: items, meta, links: linkMessages(page) };
    },
  }),
  defineRoute({
    procedure: 'chat.sendMessage',
    method: 'POST',
    path: '/rooms/:room/messages',
    summary: 'Send a message; the same client id sent again stores nothing and answers the first',
    input: sendMessageInput,
    headers: { clientId: 'idempotency-key' },
    status: 201,
    data: schema.sendMessageResult,
    async handle({ chat, scope, input, ids }) {
      const clientId = input.clientId ?? ids.uuid();
      const sent = await chat.sendMessage(scope, { ...input, clientId });
      const room = encodeURIComponent(input.room);
      return { data: sent, location: `/rooms/${room}/messages?around=${sent.seq}&limit=1` };
    },
  }),
];
