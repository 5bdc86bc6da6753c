// REST routes of people in rooms: brought in, given roles, muted, put out, kept out, let in by a link.

import * as schema from '@parley/shared/chat';
import { id } from '@parley/shared/fields';
import { z } from 'zod';
import { defineDeed, defineList, defineRoute, listMeta, type Route } from './route.ts';

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
  defineDeed({
    procedure: 'chat.inviteMember',
    method: 'POST',
    path: members,
    summary: 'Bring somebody into a room; twice is no error',
    input: schema.memberInput,
    run: ({ chat, scope, input }) => chat.inviteMember(scope, input),
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
  defineDeed({
    procedure: 'chat.removeMember',
    method: 'DELETE',
    path: member,
    summary: 'Put somebody out of a room; they may come back',
    input: schema.memberInput,
    run: ({ chat, scope, input }) => chat.removeMember(scope, input),
  }),
  defineList({
    procedure: 'chat.listBans',
    path: bans,
    summary: 'Who is kept out of a room',
    input: schema.byRoom,
    item: schema.banView,
    list: ({ chat, scope, input }) => chat.listBans(scope, input.room),
  }),
  defineDeed({
    procedure: 'chat.banMember',
    method: 'PUT',
    path: ban,
    summary: 'Put somebody out of a room and keep them out, until a time or until it is lifted',
    input: schema.banMemberInput,
    run: ({ chat, scope, input }) => chat.banMember(scope, input),
  }),
  defineDeed({
    procedure: 'chat.unbanMember',
    method: 'DELETE',
    path: ban,
    summary: 'Lift a ban',
    input: schema.memberInput,
    run: ({ chat, scope, input }) => chat.unbanMember(scope, input),
  }),
  defineList({
    procedure: 'chat.listRoomInvites',
    path: invites,
    summary: 'The links into a room',
    input: schema.byRoom,
    item: schema.roomInviteView,
    list: ({ chat, scope, input }) => chat.listRoomInvites(scope, input.room),
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
  defineDeed({
    procedure: 'chat.revokeRoomInvite',
    method: 'DELETE',
    path: '/room-invites/:inviteId',
    summary: 'End a link into a room',
    input: z.strictObject({ inviteId: id }),
    run: ({ chat, scope, input }) => chat.revokeRoomInvite(scope, input.inviteId),
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
