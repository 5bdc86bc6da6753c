// Commands about rooms and messages.

import type { Command, Word } from './command.ts';

const room: Word = { name: 'ROOM' };

export const chatCommands: readonly Command[] = [
  {
    name: 'rooms list',
    summary: 'the rooms you may see, and what is unread in yours',
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
    summary: 'join a room',
    words: [room],
    needsLogin: true,
    load: async () => (await import('./rooms.ts')).joinRoom,
  },
  {
    name: 'rooms leave',
    summary: 'leave a room',
    words: [room],
    needsLogin: true,
    load: async () => (await import('./rooms.ts')).leaveRoom,
  },
  {
    name: 'rooms members',
    summary: 'who is a member',
    words: [room],
    needsLogin: true,
    load: async () => (await import('./rooms.ts')).listMembers,
  },
  {
    name: 'send',
    summary: 'send a message',
    words: [room, { name: 'TEXT|-', isOptional: true }],
    examples: ["send '#lobby' 'Good morning'", 'uptime | tui send lobby -'],
    notes:
      'Without a text it is read from standard input. While the server is away it is tried again for a few seconds; the message is stored once.',
    needsLogin: true,
    load: async () => (await import('./send.ts')).send,
  },
  {
    name: 'tail',
    summary: 'print the messages of a room as they come',
    words: [room],
    options: [
      { name: 'since', value: 'SEQ|all', summary: 'begin after this message, or at the first' },
      { name: 'limit', value: 'N', summary: 'end after so many' },
    ],
    examples: ['tail lobby', 'tail lobby --since all --json', 'tail lobby --since 41 --limit 1'],
    notes:
      'Begins with the last ten messages unless told otherwise. Comes back by itself after every disconnect and misses nothing.',
    needsLogin: true,
    load: async () => (await import('./tail.ts')).tail,
  },
];
