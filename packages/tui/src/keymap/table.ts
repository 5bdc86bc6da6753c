// The one table of keys: what each does, where, and under which heading help shows it.

/** Where a binding holds. The focused context is asked first, `global` last. */
export const keyContexts = [
  'composer',
  'messages',
  'rooms',
  'posts',
  'reader',
  'editor',
  'form',
  'commandLine',
  'palette',
  'confirm',
  'help',
  'global',
  'text',
] as const;
export type KeyContext = (typeof keyContexts)[number];

export const contextTitles: Record<KeyContext, string> = {
  global: 'Everywhere',
  text: 'Editing text',
  composer: 'Writing a message',
  messages: 'Reading messages',
  rooms: 'Room list',
  posts: 'Posts',
  reader: 'Reading a post',
  editor: 'Writing a post',
  form: 'Forms',
  commandLine: 'Command line',
  palette: 'Palette',
  confirm: 'Questions',
  help: 'Help',
};

interface BindingRow {
  readonly action: string;
  readonly contexts: readonly KeyContext[];
  readonly keys: readonly string[];
  readonly title: string;
  /** A word or two for the status bar; only the most useful keys have one. */
  readonly hint?: string;
}

const lists = ['messages', 'rooms', 'posts', 'reader', 'help'] as const;

export const bindingTable = [
  {
    action: 'composer.send',
    contexts: ['composer'],
    keys: ['enter'],
    title: 'Send the message',
    hint: 'send',
  },
  {
    action: 'composer.newline',
    contexts: ['composer'],
    keys: ['ctrl+j', 'alt+enter', 'shift+enter'],
    title: 'Begin a new line',
    hint: 'new line',
  },
  {
    action: 'composer.leave',
    contexts: ['composer'],
    keys: ['esc'],
    title: 'Leave the composer for the messages',
    hint: 'messages',
  },
  {
    action: 'composer.complete',
    contexts: ['composer'],
    keys: ['tab'],
    title: 'Complete a nick or command, else move the focus',
  },
  {
    action: 'composer.scrollUp',
    contexts: ['composer'],
    keys: ['pgup'],
    title: 'Scroll up a page',
  },
  {
    action: 'composer.scrollDown',
    contexts: ['composer'],
    keys: ['pgdn'],
    title: 'Scroll down a page',
  },

  {
    action: 'composer.enter',
    contexts: ['messages'],
    keys: ['i', 'enter'],
    title: 'Write a message',
    hint: 'write',
  },
  { action: 'list.down', contexts: lists, keys: ['j', 'down'], title: 'Down' },
  { action: 'list.up', contexts: lists, keys: ['k', 'up'], title: 'Up' },
  { action: 'list.first', contexts: lists, keys: ['g', 'home'], title: 'To the first' },
  { action: 'list.last', contexts: lists, keys: ['G', 'end'], title: 'To the last' },
  {
    action: 'list.pageUp',
    contexts: lists,
    keys: ['pgup', 'ctrl+b', 'ctrl+u'],
    title: 'Up a page',
  },
  {
    action: 'list.pageDown',
    contexts: lists,
    keys: ['pgdn', 'ctrl+f', 'ctrl+d'],
    title: 'Down a page',
  },
  {
    action: 'message.reply',
    contexts: ['messages'],
    keys: ['r'],
    title: 'Reply to the message',
    hint: 'reply',
  },
  {
    action: 'message.copy',
    contexts: ['messages'],
    keys: ['y'],
    title: 'Copy the message',
    hint: 'copy',
  },
  {
    action: 'message.retry',
    contexts: ['messages'],
    keys: ['R'],
    title: 'Send a failed message again',
  },
  {
    action: 'message.recall',
    contexts: ['messages'],
    keys: ['E'],
    title: 'Take an unsent message back into the composer',
  },
  {
    action: 'messages.unread',
    contexts: ['messages'],
    keys: ['u'],
    title: 'Jump to the unread line',
  },

  {
    action: 'rooms.open',
    contexts: ['rooms'],
    keys: ['enter', 'l', 'right'],
    title: 'Open',
    hint: 'open',
  },
  { action: 'rooms.leaveList', contexts: ['rooms'], keys: ['esc', 'i'], title: 'Back to the room' },

  {
    action: 'posts.open',
    contexts: ['posts'],
    keys: ['enter', 'v', 'l', 'right'],
    title: 'Read the post',
    hint: 'read',
  },
  {
    action: 'posts.mine',
    contexts: ['posts'],
    keys: ['m'],
    title: 'Switch between published posts and my drafts',
    hint: 'drafts',
  },
  {
    action: 'posts.new',
    contexts: ['posts', 'reader'],
    keys: ['c'],
    title: 'Write a post',
    hint: 'new',
  },
  {
    action: 'posts.edit',
    contexts: ['posts', 'reader'],
    keys: ['e'],
    title: 'Edit the post',
    hint: 'edit',
  },
  {
    action: 'posts.publish',
    contexts: ['posts', 'reader'],
    keys: ['P'],
    title: 'Publish the post (asks)',
    hint: 'publish',
  },
  {
    action: 'posts.unpublish',
    contexts: ['posts', 'reader'],
    keys: ['u', 'U'],
    title: 'Take the post back from the public (asks)',
  },
  {
    action: 'posts.delete',
    contexts: ['posts', 'reader'],
    keys: ['d'],
    title: 'Delete the post (asks)',
  },
  { action: 'reader.copy', contexts: ['reader'], keys: ['y'], title: 'Copy the post as Markdown' },
  {
    action: 'view.back',
    contexts: ['posts', 'reader', 'help'],
    keys: ['esc', 'q', 'h', 'left'],
    title: 'Back',
    hint: 'back',
  },

  { action: 'editor.next', contexts: ['editor', 'form'], keys: ['tab'], title: 'Next field' },
  {
    action: 'editor.previous',
    contexts: ['editor', 'form'],
    keys: ['shift+tab'],
    title: 'Previous field',
  },
  {
    action: 'editor.newline',
    contexts: ['editor'],
    keys: ['enter', 'ctrl+j'],
    title: 'New line in the text, else the next field',
  },
  { action: 'editor.save', contexts: ['editor'], keys: ['ctrl+s'], title: 'Save', hint: 'save' },
  {
    action: 'editor.external',
    contexts: ['editor', 'composer'],
    keys: ['ctrl+o'],
    title: 'Write in $EDITOR',
    hint: '$EDITOR',
  },
  {
    action: 'editor.preview',
    contexts: ['editor'],
    keys: ['ctrl+r'],
    title: 'Preview, and back to the text',
    hint: 'preview',
  },
  {
    action: 'editor.publish',
    contexts: ['editor'],
    keys: ['ctrl+x'],
    title: 'Save and publish (asks)',
    hint: 'publish',
  },
  {
    action: 'editor.leave',
    contexts: ['editor'],
    keys: ['esc'],
    title: 'Leave (asks when something is unsaved)',
    hint: 'leave',
  },

  {
    action: 'form.submit',
    contexts: ['form'],
    keys: ['enter'],
    title: 'Next field, or send the form',
    hint: 'continue',
  },
  { action: 'form.down', contexts: ['form'], keys: ['down'], title: 'Next field' },
  { action: 'form.up', contexts: ['form'], keys: ['up'], title: 'Previous field' },
  { action: 'form.back', contexts: ['form'], keys: ['esc'], title: 'Back' },

  {
    action: 'commandLine.run',
    contexts: ['commandLine'],
    keys: ['enter'],
    title: 'Run the command',
    hint: 'run',
  },
  {
    action: 'commandLine.complete',
    contexts: ['commandLine'],
    keys: ['tab'],
    title: 'Complete',
    hint: 'complete',
  },
  {
    action: 'commandLine.close',
    contexts: ['commandLine'],
    keys: ['esc', 'ctrl+c'],
    title: 'Close',
    hint: 'close',
  },
  { action: 'palette.run', contexts: ['palette'], keys: ['enter'], title: 'Go', hint: 'go' },
  {
    action: 'palette.down',
    contexts: ['palette'],
    keys: ['down', 'ctrl+n', 'tab'],
    title: 'Next entry',
  },
  {
    action: 'palette.up',
    contexts: ['palette'],
    keys: ['up', 'ctrl+p', 'shift+tab'],
    title: 'Previous entry',
  },
  {
    action: 'palette.close',
    contexts: ['palette'],
    keys: ['esc', 'ctrl+k', 'ctrl+c'],
    title: 'Close',
    hint: 'close',
  },
  { action: 'confirm.yes', contexts: ['confirm'], keys: ['y', 'Y'], title: 'Yes', hint: 'yes' },
  {
    action: 'confirm.no',
    contexts: ['confirm'],
    keys: ['n', 'N', 'esc', 'q', 'ctrl+c'],
    title: 'No',
    hint: 'no',
  },

  {
    action: 'rooms.nextUnread',
    contexts: ['messages', 'rooms', 'posts'],
    keys: ['n'],
    title: 'Next room with something unread',
    hint: 'next unread',
  },
  {
    action: 'commandLine.open',
    contexts: ['messages', 'rooms', 'posts', 'reader'],
    keys: [':', '/'],
    title: 'Command line',
    hint: 'command',
  },
  {
    action: 'help.open',
    contexts: ['messages', 'rooms', 'posts', 'reader'],
    keys: ['?'],
    title: 'This help',
    hint: 'help',
  },
  {
    action: 'panes.left',
    contexts: ['messages', 'rooms', 'posts', 'reader'],
    keys: ['['],
    title: 'Show or hide the room list',
  },
  {
    action: 'panes.right',
    contexts: ['messages', 'rooms'],
    keys: [']'],
    title: 'Show or hide who is here',
  },
  {
    action: 'focus.next',
    contexts: ['messages', 'rooms', 'posts', 'reader'],
    keys: ['tab'],
    title: 'Move the focus',
  },
  {
    action: 'focus.previous',
    contexts: ['messages', 'rooms', 'posts', 'reader'],
    keys: ['shift+tab'],
    title: 'Move the focus back',
  },

  { action: 'edit.moveLeft', contexts: ['text'], keys: ['left', 'ctrl+b'], title: 'Left' },
  { action: 'edit.moveRight', contexts: ['text'], keys: ['right', 'ctrl+f'], title: 'Right' },
  {
    action: 'edit.moveUp',
    contexts: ['text'],
    keys: ['up'],
    title: 'A row up; in the first row, what was sent before',
  },
  {
    action: 'edit.moveDown',
    contexts: ['text'],
    keys: ['down'],
    title: 'A row down; in the last row, back to what is new',
  },
  {
    action: 'edit.moveWordLeft',
    contexts: ['text'],
    keys: ['alt+b', 'ctrl+left', 'alt+left'],
    title: 'A word left',
  },
  {
    action: 'edit.moveWordRight',
    contexts: ['text'],
    keys: ['alt+f', 'ctrl+right', 'alt+right'],
    title: 'A word right',
  },
  {
    action: 'edit.moveLineStart',
    contexts: ['text'],
    keys: ['ctrl+a', 'home'],
    title: 'To the start of the line',
  },
  {
    action: 'edit.moveLineEnd',
    contexts: ['text'],
    keys: ['ctrl+e', 'end'],
    title: 'To the end of the line',
  },
  {
    action: 'edit.moveTextStart',
    contexts: ['text'],
    keys: ['alt+<', 'ctrl+home'],
    title: 'To the start of the text',
  },
  {
    action: 'edit.moveTextEnd',
    contexts: ['text'],
    keys: ['alt+>', 'ctrl+end'],
    title: 'To the end of the text',
  },
  {
    action: 'edit.deleteBack',
    contexts: ['text'],
    keys: ['backspace'],
    title: 'Delete the character before',
  },
  {
    action: 'edit.deleteForward',
    contexts: ['text'],
    keys: ['delete', 'ctrl+d'],
    title: 'Delete the character after',
  },
  {
    action: 'edit.deleteWordBack',
    contexts: ['text'],
    keys: ['ctrl+w', 'alt+backspace', 'ctrl+backspace'],
    title: 'Cut the word before',
  },
  {
    action: 'edit.deleteWordForward',
    contexts: ['text'],
    keys: ['alt+d', 'ctrl+delete'],
    title: 'Cut the word after',
  },
  {
    action: 'edit.killToLineStart',
    contexts: ['text'],
    keys: ['ctrl+u'],
    title: 'Cut to the start of the line',
  },
  {
    action: 'edit.killToLineEnd',
    contexts: ['text'],
    keys: ['alt+k'],
    title: 'Cut to the end of the line',
  },
  { action: 'edit.yank', contexts: ['text'], keys: ['ctrl+y'], title: 'Paste what was cut' },
  {
    action: 'edit.yankPop',
    contexts: ['text'],
    keys: ['alt+y'],
    title: 'Paste what was cut before that',
  },
  { action: 'edit.transpose', contexts: ['text'], keys: ['ctrl+t'], title: 'Swap two characters' },
  { action: 'edit.undo', contexts: ['text'], keys: ['ctrl+z', 'ctrl+_'], title: 'Undo' },
  { action: 'edit.redo', contexts: ['text'], keys: ['alt+z', 'alt+_'], title: 'Redo' },

  {
    action: 'palette.open',
    contexts: ['global'],
    keys: ['ctrl+k'],
    title: 'Palette: rooms, posts and commands',
    hint: 'go to',
  },
  { action: 'rooms.next', contexts: ['global'], keys: ['ctrl+n'], title: 'Next room' },
  { action: 'rooms.previous', contexts: ['global'], keys: ['ctrl+p'], title: 'Previous room' },
  {
    action: 'rooms.activity',
    contexts: ['global'],
    keys: ['alt+a'],
    title: 'Next room with something unread',
  },
  { action: 'rooms.go1', contexts: ['global'], keys: ['alt+1'], title: 'Room 1' },
  { action: 'rooms.go2', contexts: ['global'], keys: ['alt+2'], title: 'Room 2' },
  { action: 'rooms.go3', contexts: ['global'], keys: ['alt+3'], title: 'Room 3' },
  { action: 'rooms.go4', contexts: ['global'], keys: ['alt+4'], title: 'Room 4' },
  { action: 'rooms.go5', contexts: ['global'], keys: ['alt+5'], title: 'Room 5' },
  { action: 'rooms.go6', contexts: ['global'], keys: ['alt+6'], title: 'Room 6' },
  { action: 'rooms.go7', contexts: ['global'], keys: ['alt+7'], title: 'Room 7' },
  { action: 'rooms.go8', contexts: ['global'], keys: ['alt+8'], title: 'Room 8' },
  { action: 'rooms.go9', contexts: ['global'], keys: ['alt+9'], title: 'Room 9' },
  {
    action: 'screen.redraw',
    contexts: ['global'],
    keys: ['ctrl+l'],
    title: 'Draw the screen anew',
  },
  { action: 'app.quit', contexts: ['global'], keys: ['ctrl+c'], title: 'Quit (press twice)' },
] as const satisfies readonly BindingRow[];

/** What a key can do. Configuration rebinds by these names. */
export type Action = (typeof bindingTable)[number]['action'];
export interface Binding extends BindingRow {
  readonly action: Action;
}
