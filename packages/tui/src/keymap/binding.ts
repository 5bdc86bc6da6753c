// What a binding is, and a short way to write several of them.

/** Where a binding holds. The focused context is asked first, `global` last. */
export const keyContexts = [
  'choice',
  'composer',
  'thread',
  'messages',
  'rooms',
  'people',
  'posts',
  'search',
  'reader',
  'comments',
  'versions',
  'changes',
  'editor',
  'tags',
  'preview',
  'form',
  'commandLine',
  'palette',
  'outline',
  'pins',
  'scheduled',
  'keywords',
  'react',
  'confirm',
  'schedule',
  'find',
  'invites',
  'invite',
  'settings',
  'settingsChoice',
  'help',
  'global',
  'text',
] as const;
export type KeyContext = (typeof keyContexts)[number];

export const contextTitles: Readonly<Record<KeyContext, string>> = {
  choice: 'Completing a word with @, # or :',
  composer: 'Writing a message',
  thread: 'In a thread',
  messages: 'Reading messages',
  rooms: 'Room list',
  people: 'People of a room',
  posts: 'Posts',
  search: 'Looking for posts',
  reader: 'Reading a post',
  comments: 'Among the comments of a post',
  versions: 'Versions of a post',
  changes: 'Changes since a version',
  editor: 'Writing a post',
  tags: 'Completing a tag',
  preview: 'Previewing a post',
  form: 'Forms',
  commandLine: 'Command line',
  palette: 'Palette',
  outline: 'Contents of a post',
  pins: 'Pinned messages',
  scheduled: 'Messages that wait to be sent',
  keywords: 'Words that call you',
  react: 'Reacting to a message',
  confirm: 'Questions',
  schedule: 'Scheduling a post',
  find: 'Looking for messages',
  invites: 'Links into a room',
  invite: 'Making a link into a room',
  settings: 'Settings of a room',
  settingsChoice: 'A choice among the settings',
  help: 'Help',
  global: 'Everywhere',
  text: 'Editing text',
};

interface Row {
  readonly keys: readonly string[];
  readonly title: string;
  /** A word or two for the status bar; only the most useful keys have one. */
  readonly hint?: string;
}

export interface BindingOf<Name extends string> extends Row {
  readonly action: Name;
  readonly contexts: readonly KeyContext[];
}

/** Bindings, by action, that hold in the same places. */
export function inContexts<const Rows extends Readonly<Record<string, Row>>>(
  contexts: readonly KeyContext[],
  rows: Rows,
): readonly BindingOf<keyof Rows & string>[] {
  return Object.entries(rows).map(([action, row]) => ({ action, contexts, ...row }));
}
