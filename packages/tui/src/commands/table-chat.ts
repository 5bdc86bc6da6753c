// Commands about messages, and what waits for one.

import type { Command, Word } from './command.ts';

/** Of a talk its people. */
const room: Word = { name: 'ROOM', fields: ['usernames'] };
const message: Word = { name: 'MESSAGE', fields: ['id', 'messageId'] };
const text: Word = { name: 'TEXT|-', isOptional: true };

export const chatCommands: readonly Command[] = [
  {
    name: 'send',
    summary: 'send a message',
    words: [room, text],
    options: [
      { name: 'reply-to', value: 'ID', summary: 'the message that it answers, and quotes' },
      {
        name: 'thread',
        value: 'ID',
        summary: 'the message in whose thread it goes',
        fields: ['threadId'],
      },
      { name: 'at', value: 'TIME', summary: 'send it then, not now', fields: ['sendAt'] },
      {
        name: 'timeout',
        value: 'SECONDS',
        summary: 'how long to try while the server is away; 30 if left out',
      },
      {
        name: 'client-id',
        value: 'ID',
        summary: 'a name of your own for the message: sent twice, it is stored once',
      },
    ],
    examples: [
      "send '#lobby' 'Good morning'",
      "send @bob 'Only for you'",
      "send @ada,@bob 'For the two of you'",
      'uptime | tui send lobby -',
      `send lobby 'Good morning' --at 'tomorrow 9:00'`,
    ],
    notes:
      'Without a text it is read from standard input. `@bob` is the talk with this person, `@ada,@bob` that with both. While the server is away it is tried again; the message is stored once. If it could not be sent in that time, the status is 7, and the text is kept in a file with the command that sends it. A text is sent to the letter; one that begins with `/me ` says what you do.',
    needsLogin: true,
    load: async () => (await import('./send.ts')).send,
  },
  {
    name: 'scheduled list',
    summary: 'your messages that are sent later, and those that could not be sent',
    needsLogin: true,
    load: async () => (await import('./scheduled.ts')).listScheduled,
  },
  {
    name: 'scheduled edit',
    summary: 'change what is sent later, or when',
    words: [{ name: 'ID' }, text],
    options: [{ name: 'at', value: 'TIME', summary: 'send it then' }],
    examples: [`scheduled edit "$id" --at 'friday 18:30'`],
    notes:
      'Without a text and with --at only its time is changed. One that could not be sent waits again.',
    needsLogin: true,
    load: async () => (await import('./scheduled.ts')).editScheduled,
  },
  {
    name: 'scheduled cancel',
    summary: 'send a message not at all',
    words: [{ name: 'ID' }],
    needsLogin: true,
    load: async () => (await import('./scheduled.ts')).cancelScheduled,
  },
  {
    name: 'ask',
    summary: 'send a message, and print the first answer to it',
    words: [room, text],
    options: [
      { name: 'timeout', value: 'SECONDS', summary: 'how long to wait; 60 if left out' },
      {
        name: 'thread',
        value: 'ID',
        summary: 'the message in whose thread to ask',
        fields: ['threadId'],
      },
    ],
    examples: [`ask ops 'Deploy now?' --timeout 600`],
    notes:
      'An answer is what replies to it, stands in its thread, or calls you by name. When nobody answers in time the status is 1, and with --json the error has the code `unanswered`.',
    needsLogin: true,
    load: async () => (await import('./ask.ts')).ask,
  },
  {
    name: 'tail',
    summary: 'print the messages of rooms as they come',
    words: [{ ...room, isMany: true }],
    options: [
      {
        name: 'since',
        value: 'SEQ|all|ROOM:SEQ,…',
        summary: 'begin after this message, in each room after its own, or at the first',
      },
      { name: 'limit', value: 'N', summary: 'end after so many' },
      { name: 'thread', value: 'ID', summary: 'only the thread below this message' },
      { name: 'changes', summary: 'with --json: print edits and deletions too, as events' },
    ],
    examples: [
      'tail lobby',
      'tail lobby dev @bob',
      'tail lobby --since all --json',
      'tail lobby --since 41 --limit 1',
      'tail lobby dev --since lobby:41,dev:7',
    ],
    notes:
      'Begins with the last ten messages unless told otherwise. Comes back by itself after every disconnect and misses nothing. With --json each line is a message; --changes adds lines with a `type`, `message.edited` or `message.deleted`, as chat.onRoom has them, and a `roomId`.',
    needsLogin: true,
    load: async () => (await import('./tail.ts')).tail,
  },
  {
    name: 'open',
    summary: 'go to a message by its address',
    words: [{ name: 'ADDRESS' }],
    examples: ['open https://chat.example.org/rooms/lobby/41', `open '#lobby#41'`],
    notes:
      'In a terminal it opens the client there; else it prints the message and those around it. The client copies the address of a message with Y.',
    needsLogin: true,
    load: async () => (await import('./open.ts')).open,
  },
  {
    name: 'messages list',
    summary: 'a page of messages, with their numbers and ids',
    words: [room],
    options: [
      { name: 'before', value: 'SEQ', summary: 'those before this one' },
      { name: 'after', value: 'SEQ', summary: 'those after this one' },
      { name: 'around', value: 'SEQ', summary: 'this one and those around it' },
      { name: 'limit', value: 'N', summary: 'how many, at most 100' },
    ],
    examples: ['messages list lobby --around 41 --limit 11'],
    needsLogin: true,
    load: async () => (await import('./messages.ts')).listMessages,
  },
  {
    name: 'messages edit',
    summary: 'change what a message of yours says',
    words: [message, text],
    notes: 'A message is named by its id. Without a text it is read from standard input.',
    needsLogin: true,
    load: async () => (await import('./messages.ts')).editMessage,
  },
  {
    name: 'messages delete',
    summary: 'delete a message; that it was there stays visible',
    words: [message],
    options: [{ name: 'yes', short: 'y', summary: 'without asking' }],
    needsLogin: true,
    load: async () => (await import('./messages.ts')).deleteMessage,
  },
  {
    name: 'messages react',
    summary: 'react to a message with an emoji',
    words: [message, { name: 'EMOJI' }],
    options: [{ name: 'remove', summary: 'take the reaction back' }],
    examples: [`messages react "$id" tada`],
    notes: 'EMOJI is one, or its name as the client offers it: `tada` or `:tada:`.',
    needsLogin: true,
    load: async () => (await import('./messages.ts')).react,
  },
  {
    name: 'messages pin',
    summary: 'pin a message for all in its room',
    words: [message],
    options: [{ name: 'remove', summary: 'pin it no longer' }],
    needsLogin: true,
    load: async () => (await import('./messages.ts')).pin,
  },
  {
    name: 'pins',
    summary: 'what is pinned in a room, the newest pin first',
    words: [room],
    needsLogin: true,
    load: async () => (await import('./messages.ts')).listPins,
  },
  {
    name: 'messages history',
    summary: 'what an edited message said before',
    words: [message],
    needsLogin: true,
    load: async () => (await import('./messages.ts')).listEdits,
  },
  {
    name: 'messages follow',
    summary: 'be told of new replies in the thread below a message',
    words: [message],
    options: [{ name: 'stop', summary: 'be told no more' }],
    needsLogin: true,
    load: async () => (await import('./messages.ts')).followThread,
  },
  {
    name: 'messages read',
    summary: 'mark the thread below a message as read, on all your devices',
    words: [message],
    notes: 'A room is marked with `rooms read`.',
    needsLogin: true,
    load: async () => (await import('./messages.ts')).readThread,
  },
  {
    name: 'messages unread',
    summary: 'count a message and what follows it as unread again, on all your devices',
    words: [room, { name: 'SEQ' }],
    options: [
      {
        name: 'thread',
        value: 'ID',
        summary: 'in the thread below this message, which you then follow',
        fields: ['threadId'],
      },
    ],
    examples: ['messages unread lobby 41'],
    notes:
      'SEQ is the number of the message in its room, as `messages list` and `tail --json` tell it.',
    needsLogin: true,
    load: async () => (await import('./messages.ts')).markUnread,
  },
  {
    name: 'activity',
    summary: 'what waits for you: unread rooms, calls, threads, comments',
    needsLogin: true,
    load: async () => (await import('./activity.ts')).listActivity,
  },
  {
    name: 'status',
    summary: 'print counts, for a status line',
    options: [
      {
        name: 'format',
        value: 'TEXT',
        summary: 'with {unread}, {mentions}, {direct}, {rooms}, {threads} and {comments} in it',
      },
    ],
    examples: [`status --format '{unread} {mentions}'`],
    notes:
      'Rooms that are told to be quiet count for nothing, those that notify of mentions for these only.',
    needsLogin: true,
    load: async () => (await import('./status.ts')).status,
  },
];
