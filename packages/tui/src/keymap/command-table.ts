// The one table of commands one can type in the client after `:` or `/`.

/** What a command's argument is, for completion and for saying what is missing. */
export type CommandArgument =
  | 'room'
  | 'joinable'
  | 'newRoom'
  | 'people'
  | 'filter'
  | 'emoji'
  | 'level'
  | 'duration'
  | 'words'
  | 'place'
  | 'later'
  | 'theme'
  | 'server';

interface CommandRow {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly argument: CommandArgument | null;
  readonly isOptional: boolean;
  readonly title: string;
}

const row = (
  name: string,
  title: string,
  more: Partial<Omit<CommandRow, 'name' | 'title'>> = {},
): CommandRow => ({ name, title, aliases: [], argument: null, isOptional: false, ...more });

export const commandTable = {
  help: row('help', 'All keys and commands', { aliases: ['h', 'keys'] }),
  join: row('join', 'Join a room by its name or a link into it, and go to it', {
    argument: 'joinable',
    aliases: ['j'],
  }),
  create: row('create', 'Make a room: NAME, and its topic; --private NAME for who is invited', {
    argument: 'newRoom',
  }),
  leave: row('leave', 'Leave this room, or the named one', {
    argument: 'room',
    isOptional: true,
    aliases: ['part'],
  }),
  dm: row('dm', 'Talk with one person, or a few', {
    argument: 'people',
  }),
  msg: row('msg', 'Say something to one person: /msg ada Hello', {
    argument: 'people',
    aliases: ['query'],
  }),
  me: row('me', 'Say what you do: /me waves', { argument: 'words' }),
  later: row('later', 'Send a message later: /later tomorrow 9:00 Good morning', {
    argument: 'later',
  }),
  scheduled: row('scheduled', 'Messages of yours that wait to be sent'),
  react: row('react', 'React to the selected message, or the newest one', { argument: 'emoji' }),
  pins: row('pins', 'The pinned messages of this room'),
  keywords: row('keywords', 'Words that call you: add deploy, on call; or remove one', {
    argument: 'words',
    isOptional: true,
  }),
  notify: row('notify', 'What of this room notifies: all, mentions or nothing', {
    argument: 'level',
  }),
  quiet: row('quiet', 'Nothing of this room notifies for a while: 30m, 2h, 1d; off ends it', {
    argument: 'duration',
  }),
  open: row('open', 'Go to a message by its address, or #lobby#41', { argument: 'place' }),
  room: row('room', 'Go to a room', { argument: 'room', aliases: ['go'] }),
  rooms: row('rooms', 'To the list of rooms'),
  posts: row('posts', 'To the posts'),
  write: row('write', 'Write a post', { aliases: ['post', 'new'] }),
  recover: row('recover', 'Open the post that was not saved'),
  drafts: row('drafts', 'To my unpublished posts'),
  filter: row('filter', 'Narrow the posts: tag:NAME author:NAME sort:views', {
    argument: 'filter',
    isOptional: true,
  }),
  search: row('search', 'Look for posts by their words', {
    argument: 'words',
    isOptional: true,
  }),
  find: row('find', 'Look for messages: words, from:ada in:#room after:2030-01-31 has:link', {
    argument: 'words',
    isOptional: true,
    aliases: ['grep'],
  }),
  settings: row('settings', 'Settings of this room, and of what it tells you', {
    aliases: ['set'],
  }),
  away: row(
    'away',
    'Say that you are away, and why; a time such as 2h before it ends it by itself',
    {
      argument: 'words',
      isOptional: true,
      aliases: ['afk'],
    },
  ),
  dnd: row('dnd', 'Not to be disturbed: nothing notifies you; 2h before the words ends it', {
    argument: 'words',
    isOptional: true,
  }),
  back: row('back', 'Neither away nor undisturbed any more'),
  members: row('members', 'To the people of this room'),
  topic: row('topic', 'Give this room another topic', { argument: 'words' }),
  rename: row('rename', 'Give this room another name; the old one leads to it', {
    argument: 'newRoom',
  }),
  invite: row('invite', 'Bring somebody into this room', { argument: 'people' }),
  invites: row('invites', 'Links into this room: make one, end one', { aliases: ['links'] }),
  kick: row('kick', 'Put somebody out of this room (asks)', { argument: 'people' }),
  ban: row('ban', 'Put somebody out and keep them out: NAME, and after a space why (asks)', {
    argument: 'people',
  }),
  mute: row('mute', 'Let somebody not write here for a while: NAME, and 30m, 2h, off', {
    argument: 'people',
  }),
  unban: row('unban', 'Let somebody come into this room again', { argument: 'people' }),
  role: row('role', 'Make somebody member, moderator or owner of this room: NAME, and which', {
    argument: 'people',
  }),
  archive: row('archive', 'Archive this room (asks), or open it again'),
  people: row('people', 'Show or hide who is here', { aliases: ['names', 'who'] }),
  theme: row('theme', 'Change the colours', { argument: 'theme' }),
  reconnect: row('reconnect', 'Try to reach the server now'),
  connect: row('connect', 'Go to another server', {
    argument: 'server',
    isOptional: true,
    aliases: ['server'],
  }),
  login: row('login', 'Log in'),
  logout: row('logout', 'Log out on this server'),
  redraw: row('redraw', 'Draw the screen anew'),
  suspend: row('suspend', 'Back to the shell; fg comes back here'),
  quit: row('quit', 'Quit', { aliases: ['q', 'exit'] }),
} as const satisfies Record<string, CommandRow>;

export type CommandName = keyof typeof commandTable;
export type Command = CommandRow & { readonly name: string };

export const commandNames = Object.keys(commandTable) as CommandName[];

/** The command of a name, an alias, or the beginning of one name only; in any case. */
export function findCommand(written: string): CommandName | undefined {
  const wanted = written.toLowerCase();
  const exact = commandNames.find((name) => {
    const aliases: readonly string[] = commandTable[name].aliases;
    return name === wanted || aliases.includes(wanted);
  });
  if (exact !== undefined || wanted === '') return exact;
  const begun = commandNames.filter((name) => name.startsWith(wanted));
  return begun.length === 1 ? begun[0] : undefined;
}
