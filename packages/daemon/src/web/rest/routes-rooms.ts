// REST routes of rooms and their messages.

import * as schema from '@parley/shared/chat';
import { z } from 'zod';
import { linkMessages } from './links.ts';
import { defineDeed, defineList, defineRoute, noFields, type Route } from './route.ts';

const messagesMeta = schema.messagePage.omit({ items: true });
const sendMessageInput = schema.sendMessageInput.partial({ clientId: true });

export const roomRoutes: readonly Route[] = [
  defineList({
    procedure: 'chat.listRooms',
    path: '/rooms',
    summary: 'Public rooms and those that you are in',
    input: noFields,
    item: schema.roomListItem,
    list: ({ chat, scope }) => chat.listRooms(scope),
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
    summary: 'A room, by slug or id; an old slug leads to the new one',
    input: schema.byRoom,
    status: 200,
    canMove: true,
    data: schema.roomListItem,
    async handle({ chat, scope, input }) {
      const room = await chat.getRoom(scope, input.room);
      const isOld = input.room !== room.slug && input.room !== room.id;
      return { data: room, ...(isOld && { movedTo: `/rooms/${room.slug}` }) };
    },
  }),
  defineRoute({
    procedure: 'chat.updateRoom',
    method: 'PATCH',
    path: '/rooms/:room',
    summary: 'Change what a room is called and its rules; what is left out stays',
    input: schema.updateRoomInput,
    status: 200,
    data: schema.roomListItem,
    handle: async ({ chat, scope, input }) => ({ data: await chat.updateRoom(scope, input) }),
  }),
  defineRoute({
    procedure: 'chat.archiveRoom',
    method: 'POST',
    path: '/rooms/:room/archive',
    summary: 'Close a room: it can be read, not written in',
    input: schema.byRoom,
    status: 200,
    data: schema.roomListItem,
    handle: async ({ chat, scope, input }) => ({
      data: await chat.archiveRoom(scope, input.room, true),
    }),
  }),
  defineRoute({
    procedure: 'chat.archiveRoom',
    operation: 'chat.reviveRoom',
    method: 'POST',
    path: '/rooms/:room/revive',
    summary: 'Open an archived room again',
    input: schema.byRoom,
    status: 200,
    data: schema.roomListItem,
    handle: async ({ chat, scope, input }) => ({
      data: await chat.archiveRoom(scope, input.room, false),
    }),
  }),
  defineRoute({
    procedure: 'chat.countPurgeable',
    method: 'GET',
    path: '/rooms/:room/purgeable',
    summary: 'How many messages would be purged, were they kept for so many days',
    input: schema.countPurgeableInput,
    status: 200,
    data: z.object({ count: z.int() }),
    handle: async ({ chat, scope, input }) => ({
      data: { count: await chat.countPurgeable(scope, input.room, input.retentionDays) },
    }),
  }),
  defineRoute({
    procedure: 'chat.setNotify',
    method: 'PATCH',
    path: '/rooms/:room/notify',
    summary: 'What of a room notifies you, and until when nothing does',
    input: schema.setNotifyInput,
    status: 200,
    data: schema.membershipView,
    handle: async ({ chat, scope, input }) => ({ data: await chat.setNotify(scope, input) }),
  }),
  defineRoute({
    procedure: 'chat.findDirect',
    method: 'GET',
    path: '/directs',
    summary: 'The talk with one or a few people, if there is one; usernames with commas',
    input: schema.openDirectInput,
    status: 200,
    data: schema.roomListItem,
    handle: async ({ chat, scope, input }) => ({
      data: await chat.getRoom(scope, await chat.findDirect(scope, input.usernames)),
    }),
  }),
  defineRoute({
    procedure: 'chat.openDirect',
    method: 'POST',
    path: '/directs',
    summary: 'The talk with one or a few people; made when there is none',
    input: schema.openDirectInput,
    status: 200,
    data: schema.roomListItem,
    handle: async ({ chat, scope, input }) => ({
      data: await chat.getRoom(scope, await chat.openDirect(scope, input.usernames)),
    }),
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
  defineDeed({
    procedure: 'chat.leaveRoom',
    method: 'POST',
    path: '/rooms/:room/leave',
    summary: 'Leave a room',
    input: schema.byRoom,
    run: ({ chat, scope, input }) => chat.leaveRoom(scope, input.room),
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
