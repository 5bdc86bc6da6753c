// The keys of rooms: writing, reading, and moving between them.

import { inContexts } from './binding.ts';

export const chatBindings = [
  ...inContexts(['choice'], {
    'choice.accept': { keys: ['tab'], title: 'Take what is selected', hint: 'take' },
    'choice.next': { keys: ['down'], title: 'Next of them' },
    'choice.previous': { keys: ['up'], title: 'The one before' },
    'choice.close': { keys: ['esc'], title: 'Keep what is written', hint: 'keep' },
  }),
  ...inContexts(['composer'], {
    'composer.send': { keys: ['enter'], title: 'Send the message', hint: 'send' },
    'composer.newline': {
      keys: ['ctrl+j', 'alt+enter', 'shift+enter'],
      title: 'Begin a new line',
      hint: 'new line',
    },
    'composer.leave': {
      keys: ['esc'],
      title: 'Leave the composer for the messages',
      hint: 'messages',
    },
    'composer.complete': {
      keys: ['tab'],
      title: 'Complete a nick or command, else move the focus',
    },
    'composer.scrollUp': { keys: ['pgup'], title: 'Scroll up a page' },
    'composer.scrollDown': { keys: ['pgdn'], title: 'Scroll down a page' },
  }),
  ...inContexts(['thread'], {
    'thread.close': { keys: ['t', 'esc', 'q'], title: 'Back to the room', hint: 'room' },
    'thread.follow': { keys: ['f'], title: 'Follow the thread, or no longer', hint: 'follow' },
  }),
  ...inContexts(['messages'], {
    'thread.toThread': {
      keys: ['l', 'right'],
      title: 'From the room to its open thread, beside it',
      hint: 'thread',
    },
    'thread.toRoom': {
      keys: ['h', 'left'],
      title: 'From the thread to its room, beside it',
      hint: 'room',
    },
  }),
  ...inContexts(['messages', 'composer'], {
    'thread.turn': { keys: ['alt+t'], title: 'Between a room and its open thread, beside it' },
  }),
  ...inContexts(['messages'], {
    'composer.enter': { keys: ['i', 'enter'], title: 'Write a message', hint: 'write' },
    'message.reply': { keys: ['r'], title: 'Reply to the message', hint: 'reply' },
    'thread.open': { keys: ['t'], title: 'Open the thread of the message', hint: 'thread' },
    'message.edit': { keys: ['e'], title: 'Change the message', hint: 'edit' },
    'message.react': { keys: ['+'], title: 'React to the message with an emoji', hint: 'react' },
    'message.pin': { keys: ['p'], title: 'Pin the message for all in the room, or no longer' },
    'pins.open': { keys: ['P'], title: 'Pinned messages of the room' },
    'message.delete': { keys: ['d'], title: 'Delete the message (asks)' },
    'message.copy': { keys: ['y'], title: 'Copy the message', hint: 'copy' },
    'message.copyAddress': { keys: ['Y'], title: 'Copy the address of the message' },
    'message.open': { keys: ['o'], title: 'Open the first link of the message (asks)' },
    'message.retry': { keys: ['R'], title: 'Send a failed message again' },
    'message.recall': { keys: ['E'], title: 'Take an unsent message back into the composer' },
    'message.unread': { keys: ['U'], title: 'Mark unread from this message on' },
    'messages.unread': { keys: ['u'], title: 'Jump to the unread line' },
  }),
  ...inContexts(['messages', 'comments'], {
    'text.unfold': {
      keys: ['z'],
      title: 'Show a long message whole, or fold it again',
      hint: 'all of it',
    },
  }),
  ...inContexts(
    [
      'messages',
      'rooms',
      'people',
      'posts',
      'reader',
      'comments',
      'preview',
      'versions',
      'changes',
      'help',
    ],
    {
      'list.down': { keys: ['j', 'down'], title: 'Down' },
      'list.up': { keys: ['k', 'up'], title: 'Up', hint: 'select' },
      'list.first': { keys: ['g', 'home'], title: 'To the first' },
      'list.last': { keys: ['G', 'end'], title: 'To the last' },
      'list.pageUp': { keys: ['pgup', 'ctrl+b', 'ctrl+u'], title: 'Up a page' },
      'list.pageDown': { keys: ['pgdn', 'ctrl+f', 'ctrl+d'], title: 'Down a page' },
    },
  ),
  ...inContexts(['messages', 'people'], {
    'settings.open': { keys: ['s'], title: 'Settings of the room' },
  }),
  ...inContexts(['people'], {
    'people.talk': { keys: ['enter', 'l', 'right'], title: 'Talk with them alone', hint: 'talk' },
    'people.mute': { keys: ['m'], title: 'Mute for an hour, or no longer', hint: 'mute' },
    'people.kick': { keys: ['K'], title: 'Put out of the room (asks)', hint: 'kick' },
    'people.ban': { keys: ['B'], title: 'Put out and keep out (asks)', hint: 'ban' },
    'people.leave': { keys: ['esc', 'i', 'q'], title: 'Back to the room', hint: 'room' },
  }),
  ...inContexts(['rooms'], {
    'rooms.open': { keys: ['enter', 'l', 'right'], title: 'Open', hint: 'open' },
    'rooms.leaveList': { keys: ['esc', 'i'], title: 'Back to the room' },
  }),
];
