// Commands about who one is: logging in and out, sessions, tokens, servers.

import type { Command, Option, Word } from './command.ts';

const passwordStdin: Option = {
  name: 'password-stdin',
  summary: 'read the password from standard input instead of asking',
};
const statusText: Word = { name: 'TEXT', isOptional: true };
const statusUntil: Option = {
  name: 'until',
  value: 'TIME',
  summary: 'when it ends by itself: ISO 8601, or words such as "in 2 hours"',
};
const username: Option = { name: 'username', short: 'u', value: 'NAME', summary: 'who you are' };

export const sessionCommands: readonly Command[] = [
  {
    name: 'login',
    summary: 'log in and stay logged in',
    options: [
      { ...username, summary: 'username or e-mail address' },
      passwordStdin,
      { name: 'token-stdin', summary: 'read a token from standard input instead' },
    ],
    examples: [
      'login --server https://parley.example.org',
      'login --username ada --password-stdin < password.txt',
    ],
    notes:
      'What is missing is asked for. The token is kept in a file that only you can read; the server becomes that of the profile.',
    load: async () => (await import('./login.ts')).login,
  },
  {
    name: 'register',
    summary: 'make an account and log in',
    options: [
      username,
      { name: 'email', value: 'ADDRESS', summary: 'your e-mail address' },
      passwordStdin,
      { name: 'invite', value: 'CODE', summary: 'the invitation, where one is needed' },
    ],
    examples: ['register --username ada --email ada@example.org'],
    load: async () => (await import('./login.ts')).register,
  },
  {
    name: 'logout',
    summary: 'end this session, here and on the server',
    needsLogin: true,
    load: async () => (await import('./login.ts')).logout,
  },
  {
    name: 'whoami',
    summary: 'who is logged in',
    needsLogin: true,
    load: async () => (await import('./whoami.ts')).whoami,
  },
  {
    name: 'profile show',
    summary: 'show a profile, your own if none is named',
    words: [{ name: 'USER', isOptional: true }],
    needsLogin: true,
    load: async () => (await import('./profile.ts')).showProfile,
  },
  {
    name: 'profile set',
    summary: 'change your profile',
    options: [
      { name: 'display-name', value: 'NAME', summary: 'the name that others see' },
      { name: 'bio', value: 'TEXT', summary: 'a few words about you' },
    ],
    examples: ['profile set --display-name "Ada Lovelace"'],
    needsLogin: true,
    load: async () => (await import('./profile.ts')).setProfile,
  },
  {
    name: 'away',
    summary: 'say that you are away, and why',
    words: [statusText],
    options: [statusUntil],
    examples: ['away', `away 'At lunch' --until 'in 1 hour'`],
    notes: 'It holds on all your devices until `tui back`, or until the time you give.',
    needsLogin: true,
    load: async () => (await import('./set-status.ts')).sayAway,
  },
  {
    name: 'dnd',
    summary: 'say that you are not to be disturbed: no client of yours notifies',
    words: [statusText],
    options: [statusUntil],
    examples: [`dnd 'Writing the release' --until 17:00`],
    notes: 'What you are not told of is counted as unread all the same.',
    needsLogin: true,
    load: async () => (await import('./set-status.ts')).sayDnd,
  },
  {
    name: 'back',
    summary: 'neither away nor undisturbed any more',
    needsLogin: true,
    load: async () => (await import('./set-status.ts')).sayBack,
  },
  {
    name: 'keywords list',
    summary: 'the words that call you wherever others say them',
    needsLogin: true,
    load: async () => (await import('./keywords.ts')).listKeywords,
  },
  {
    name: 'keywords add',
    summary: 'be called by a word or phrase, as by your name',
    words: [{ name: 'WORD', isMany: true, fields: ['words'] }],
    examples: [`keywords add deploy 'on call'`],
    notes:
      'At most 20, of 2 to 40 characters each: whole words, whatever their case and accents. What the level of a room lets through is the same as for your name.',
    needsLogin: true,
    load: async () => (await import('./keywords.ts')).addKeywords,
  },
  {
    name: 'keywords remove',
    summary: 'be called by a word no more',
    words: [{ name: 'WORD', isMany: true, fields: ['words'] }],
    needsLogin: true,
    load: async () => (await import('./keywords.ts')).removeKeywords,
  },
  {
    name: 'profile export',
    summary: 'all that your account holds, as one JSON file',
    words: [{ name: 'FILE|-' }],
    examples: ['profile export me.json', 'profile export me.json.gz'],
    notes:
      'Your profile, sessions and tokens (never their secrets), keywords, rooms, posts with all versions, comments and messages. A name in .gz is compressed. Only you can read the file.',
    needsLogin: true,
    load: async () => (await import('./profile-exporting.ts')).exportProfile,
  },
  {
    name: 'sessions list',
    summary: 'where you are logged in',
    needsLogin: true,
    load: async () => (await import('./sessions.ts')).listSessions,
  },
  {
    name: 'sessions revoke',
    summary: 'log out elsewhere',
    words: [{ name: 'ID', isOptional: true }],
    options: [{ name: 'all', summary: 'everywhere but here' }],
    examples: ['sessions revoke --all'],
    needsLogin: true,
    load: async () => (await import('./sessions.ts')).revokeSession,
  },
  {
    name: 'tokens list',
    summary: 'your personal tokens',
    needsLogin: true,
    load: async () => (await import('./tokens.ts')).listTokens,
  },
  {
    name: 'tokens create',
    summary: 'make a personal token for a script, and print it this once',
    words: [{ name: 'NAME' }],
    options: [
      {
        name: 'scopes',
        value: 'LIST',
        summary: 'what it may do: read, write, admin; read if left out',
      },
      { name: 'expires', value: 'TIME', summary: 'when it ends: 30d, 12h or an ISO 8601 time' },
    ],
    examples: ['tokens create deploy --scopes read,write --expires 90d'],
    needsLogin: true,
    load: async () => (await import('./tokens.ts')).createToken,
  },
  {
    name: 'tokens revoke',
    summary: 'end a personal token',
    words: [{ name: 'ID' }],
    needsLogin: true,
    load: async () => (await import('./tokens.ts')).revokeToken,
  },
  {
    name: 'servers list',
    summary: 'saved servers by profile',
    load: async () => (await import('./servers.ts')).listServers,
  },
  {
    name: 'servers use',
    summary: 'make a profile the one in use',
    words: [{ name: 'PROFILE' }],
    load: async () => (await import('./servers.ts')).useServer,
  },
];
