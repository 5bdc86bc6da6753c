// Commands about what other programs do here: webhooks and bots.

import type { Command, Word } from './command.ts';

const room: Word = { name: 'ROOM' };

export const integrationCommands: readonly Command[] = [
  {
    name: 'hooks list',
    summary: 'the addresses through which programs post to a room',
    words: [room],
    needsLogin: true,
    load: async () => (await import('./hooks.ts')).listHooks,
  },
  {
    name: 'hooks create',
    summary: 'make an address through which a program posts to a room, and print it this once',
    words: [room, { name: 'NAME' }],
    examples: ['hooks create ops deploys'],
    notes:
      'For those who look after the room. What is posted there is said by the bot `NAME-bot`. The address takes what Slack’s incoming webhooks take.',
    needsLogin: true,
    load: async () => (await import('./hooks.ts')).createHook,
  },
  {
    name: 'hooks revoke',
    summary: 'end an address through which a program posts',
    words: [{ name: 'ID' }],
    needsLogin: true,
    load: async () => (await import('./hooks.ts')).revokeHook,
  },
  {
    name: 'bots list',
    summary: 'the accounts of programs; for administrators',
    needsLogin: true,
    load: async () => (await import('./bots.ts')).listBots,
  },
  {
    name: 'bots create',
    summary: 'make an account for a program, and print its token this once',
    words: [{ name: 'USERNAME' }],
    options: [{ name: 'display-name', value: 'NAME', summary: 'its name, for people' }],
    examples: ['bots create deployer'],
    notes: 'For administrators. The token reads and writes, and lasts a year.',
    needsLogin: true,
    load: async () => (await import('./bots.ts')).createBot,
  },
  {
    name: 'bots renew',
    summary: 'end the tokens of a bot, and print a new one this once',
    words: [{ name: 'USERNAME' }],
    needsLogin: true,
    load: async () => (await import('./bots.ts')).renewBot,
  },
];
