// REST routes of people in rooms: brought in, given roles, muted, put out, kept out, let in by a link.

import * as schema from '@parley/shared/chat';
import { id } from '@parley/shared/fields';
import { z } from 'zod';
import { defineRoute, listMeta, nothing, type Route } from './route.ts';

const wholeList = { nextCursor: null };
const members = '/rooms/:room/members';
const member = `${members}/:username` as const;
const bans = '/rooms/:room/bans';
const ban = `${bans}/:username` as const;
const invites = '/rooms/:room/invites';

export const memberRoutes: readonly Route[] = [
  defineRoute({
    procedure: 'chat.listMembers',
    method: 'GET',
    path: members,
    summary: 'Who is in a room',
    input: schema.listMembersInput,
    status: 200,
    data: z.array(schema.memberView),
    meta: listMeta,
    async handle({ chat, scope, input }) {
      const { items: data, nextCursor } = await chat.listMembers(scope, input);
      return { data, meta: { nextCursor } };
    },
  }),
  defineRoute({
    procedure: 'chat.inviteMember',
    method: 'POST',
    path: members,
    summary: 'Bring somebody into a room; twice is no error',
    input: schema.memberInput,
    status: 204,
    data: nothing,
    async handle({ chat, scope, input }) {
      await chat.inviteMember(scope, input);
      return {};
    },
  }),
  defineRoute({
    procedure: 'chat.setMember',
    method: 'PATCH',
    path: member,
    summary: 'Give a member a role, or let them only read until a time',
    input: schema.setMemberInput,
    status: 200,
    data: schema.memberView,
    handle: async ({ chat, scope, input }) => ({ data: await chat.setMember(scope, input) }),
  }),
  defineRoute({
    procedure: 'chat.removeMember',
    method: 'DELETE',
    path: member,
    summary: 'Put somebody out of a room; they may come back',
    input: schema.memberInput,
    status: 204,
    data: nothing,
    async handle({ chat, scope, input }) {
      await chat.removeMember(scope, input);
      return {};
    },
  }),
  defineRoute({
    procedure: 'chat.listBans',
    method: 'GET',
    path: bans,
    summary: 'Who is kept out of a room',
    input: schema.byRoom,
    status: 200,
    data: z.array(schema.banView),
    meta: listMeta,
    handle: async ({ chat, scope, input }) => ({
      data: await chat.listBans(scope, input.room),
      meta: wholeList,
    }),
  }),
  defineRoute({
    procedure: 'chat.banMember',
    method: 'PUT',
    path: ban,
    summary: 'Put somebody out of a room and keep them out, until a time or until it is lifted',
    input: schema.banMemberInput,
    status: 204,
    data: nothing,
    async handle({ chat, scope, input }) {
      await chat.banMember(scope, input);
      return {};
    },
  }),
  defineRoute({
    procedure: 'chat.unbanMember',
    method: 'DELETE',
    path: ban,
    summary: 'Lift a ban',
    input: schema.memberInput,
    status: 204,
    data: nothing,
    async handle({ chat, scope, input }) {
      await chat.unbanMember(scope, input);
      return {};
    },
  }),
  defineRoute({
    procedure: 'chat.listRoomInvites',
    method: 'GET',
    path: invites,
    summary: 'The links into a room',
    input: schema.byRoom,
    status: 200,
    data: z.array(schema.roomInviteView),
    meta: listMeta,
    handle: async ({ chat, scope, input }) => ({
      data: await chat.listRoomInvites(scope, input.room),
      meta: wholeList,
    }),
  }),
  defineRoute({
    procedure: 'chat.createRoomInvite',
    method: 'POST',
    path: invites,
    summary: 'Make a link into a room; its code is answered this once',
    input: schema.createRoomInviteInput,
    status: 201,
    isSecret: true,
    data: schema.createRoomInviteResult,
    handle: async ({ chat, scope, input }) => ({ data: await chat.createRoomInvite(scope, input) }),
  }),
  defineRoute({
    procedure: 'chat.revokeRoomInvite',
    method: 'DELETE',
    path: '/room-invites/:inviteId',
    summary: 'End a link into a room',
    input: z.strictObject({ inviteId: id }),
    status: 204,
    data: nothing,
    async handle({ chat, scope, input }) {
      await chat.revokeRoomInvite(scope, input.inviteId);
      return {};
    },
  }),
  defineRoute({
    procedure: 'chat.joinByInvite',
    method: 'POST',
    path: '/room-invites/join',
    summary: 'Join a room by the code of a link',
    input: schema.joinByInviteInput,
    status: 200,
    data: schema.roomListItem,
    handle: async ({ chat, scope, input }) => ({
      data: await chat.getRoom(scope, await chat.joinByInvite(scope, input.code)),
    }),
  }),
];
