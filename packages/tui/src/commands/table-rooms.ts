// Commands about rooms and the people in them.

import { memberRoles, notifyLevels, visibilities } from '@parley/shared/chat-kinds';
import type { Command, Word } from './command.ts';

/** Of a talk its people. */
const room: Word = { name: 'ROOM', fields: ['usernames'] };
const user: Word = { name: 'USER', fields: ['username'] };
const onOff = ['on', 'off'];
const aboutTimes = 'TIME is like "in 2 hours", 30d, "tomorrow 9:00" or 2030-01-31T09:00.';

export const roomCommands: readonly Command[] = [
  {
    name: 'rooms list',
    summary: 'the rooms you may see, and what is unread in yours',
    notes: 'A talk with people is shown as `@ada,@bob`, and every command takes it so.',
    needsLogin: true,
    load: async () => (await import('./rooms.ts')).listRooms,
  },
  {
    name: 'rooms create',
    summary: 'make a room and be its owner',
    words: [{ name: 'SLUG' }],
    options: [
      { name: 'name', value: 'NAME', summary: 'its name, for people' },
      { name: 'topic', value: 'TEXT', summary: 'what it is about' },
      { name: 'private', summary: 'only members see it' },
    ],
    examples: ['rooms create kitchen --topic "What is for lunch"'],
    needsLogin: true,
    load: async () => (await import('./rooms.ts')).createRoom,
  },
  {
    name: 'rooms join',
    summary: 'join a room, by its name or by an invite: its link, or the code of it',
    words: [{ name: 'ROOM|LINK' }],
    needsLogin: true,
    load: async () => (await import('./rooms.ts')).joinRoom,
  },
  {
    name: 'rooms leave',
    summary: 'leave a room, or put a direct talk away until somebody writes there',
    words: [room],
    needsLogin: true,
    load: async () => (await import('./rooms.ts')).leaveRoom,
  },
  {
    name: 'rooms members',
    summary: 'who is a member',
    words: [room],
    needsLogin: true,
    load: async () => (await import('./room-members.ts')).listMembers,
  },
  {
    name: 'rooms read',
    summary: 'mark a room as read',
    words: [room, { name: 'SEQ', isOptional: true }],
    notes: 'Up to the newest message, or up to the one that is named.',
    needsLogin: true,
    load: async () => (await import('./rooms.ts')).readRoom,
  },
  {
    name: 'rooms notify',
    summary: 'what of a room notifies you',
    words: [room, { name: 'LEVEL', isOptional: true, choices: notifyLevels }],
    options: [
      { name: 'quiet', value: 'TIME|off', summary: 'nothing until then', fields: ['quietUntil'] },
    ],
    examples: ['rooms notify lobby mentions', 'rooms notify lobby --quiet "in 2 hours"'],
    notes: aboutTimes,
    needsLogin: true,
    load: async () => (await import('./rooms.ts')).notifyRoom,
  },
  {
    name: 'rooms update',
    summary: 'change what a room is called and its rules',
    words: [room],
    options: [
      { name: 'slug', value: 'SLUG', summary: 'its address; the old one goes on leading there' },
      { name: 'name', value: 'NAME', summary: 'its name, for people' },
      { name: 'topic', value: 'TEXT', summary: 'what it is about' },
      {
        name: 'read-only',
        value: 'on|off',
        summary: 'whether only those who look after it write',
        choices: onOff,
        fields: ['isReadOnly'],
      },
      {
        name: 'slow',
        value: 'SECONDS',
        summary: 'how long members wait between two messages',
        fields: ['slowModeSeconds'],
      },
      {
        name: 'keep',
        value: 'DAYS|forever',
        summary: 'how long messages are kept',
        fields: ['retentionDays'],
      },
      {
        name: 'past',
        value: 'on|off',
        summary: 'whether newcomers see what was written before',
        choices: onOff,
        fields: ['showsPast'],
      },
      {
        name: 'visibility',
        value: 'public|private',
        summary: 'who may see it: everybody, or who is in it; for owners',
        choices: visibilities,
      },
      { name: 'dry-run', summary: 'with --keep DAYS: only tell how many messages would be purged' },
    ],
    examples: [
      'rooms update lobby --topic "All of us" --slow 10',
      'rooms update lobby --keep 90 --dry-run',
    ],
    needsLogin: true,
    load: async () => (await import('./rooms.ts')).updateRoom,
  },
  {
    name: 'rooms archive',
    summary: 'close a room: it can be read, not written in',
    words: [room],
    needsLogin: true,
    load: async () => (await import('./rooms.ts')).archiveRoom,
  },
  {
    name: 'rooms revive',
    summary: 'open an archived room again',
    words: [room],
    needsLogin: true,
    load: async () => (await import('./rooms.ts')).reviveRoom,
  },
  {
    name: 'rooms invite',
    summary: 'bring somebody into a room, or make a link into it',
    words: [room, { ...user, isOptional: true }],
    options: [
      {
        name: 'uses',
        value: 'N',
        summary: 'a link: how many it lets in; left out, any number',
        fields: ['maxUses'],
      },
      {
        name: 'expires',
        value: 'TIME',
        summary: 'a link: when it ends; left out, in a week',
        fields: ['expiresAt'],
      },
    ],
    examples: ['rooms invite kitchen ada', 'rooms invite kitchen --uses 5 --expires "in 2 days"'],
    notes: `Without a USER the code of a link is printed, this once. ${aboutTimes}`,
    needsLogin: true,
    load: async () => (await import('./room-members.ts')).invite,
  },
  {
    name: 'rooms invites',
    summary: 'the links into a room',
    words: [room],
    needsLogin: true,
    load: async () => (await import('./room-members.ts')).listInvites,
  },
  {
    name: 'rooms revoke',
    summary: 'end a link into a room',
    words: [{ name: 'ID' }],
    needsLogin: true,
    load: async () => (await import('./room-members.ts')).revokeInvite,
  },
  {
    name: 'rooms remove',
    summary: 'put somebody out of a room; they may come back',
    words: [room, user],
    needsLogin: true,
    load: async () => (await import('./room-members.ts')).removeMember,
  },
  {
    name: 'rooms ban',
    summary: 'put somebody out of a room and keep them out',
    words: [room, user],
    options: [
      { name: 'reason', value: 'TEXT', summary: 'why' },
      { name: 'until', value: 'TIME', summary: 'when it ends; left out, when it is lifted' },
    ],
    examples: ['rooms ban lobby mallory --reason spam --until 30d'],
    notes: aboutTimes,
    needsLogin: true,
    load: async () => (await import('./room-members.ts')).banMember,
  },
  {
    name: 'rooms unban',
    summary: 'lift a ban',
    words: [room, user],
    needsLogin: true,
    load: async () => (await import('./room-members.ts')).unbanMember,
  },
  {
    name: 'rooms bans',
    summary: 'who is banned from a room',
    words: [room],
    needsLogin: true,
    load: async () => (await import('./room-members.ts')).listBans,
  },
  {
    name: 'rooms mute',
    summary: 'let somebody read only, for a time',
    words: [room, user, { name: 'TIME', isOptional: true, fields: ['mutedUntil'] }],
    examples: ['rooms mute lobby mallory', 'rooms mute lobby mallory 1d'],
    notes: `For an hour unless told otherwise. ${aboutTimes}`,
    needsLogin: true,
    load: async () => (await import('./room-members.ts')).muteMember,
  },
  {
    name: 'rooms unmute',
    summary: 'let somebody write again',
    words: [room, user],
    needsLogin: true,
    load: async () => (await import('./room-members.ts')).unmuteMember,
  },
  {
    name: 'rooms role',
    summary: 'make somebody a member, moderator or owner',
    words: [room, user, { name: 'ROLE', choices: memberRoles }],
    examples: ['rooms role kitchen ada moderator'],
    needsLogin: true,
    load: async () => (await import('./room-members.ts')).setRole,
  },
];
