// The keys of what lies over the screen, and those that bring it there.

import { inContexts } from './binding.ts';

export const overlayBindings = [
  ...inContexts(['commandLine'], {
    'commandLine.run': { keys: ['enter'], title: 'Run the command', hint: 'run' },
    'commandLine.complete': { keys: ['tab'], title: 'Complete', hint: 'complete' },
    'commandLine.close': { keys: ['esc', 'ctrl+c'], title: 'Close', hint: 'close' },
  }),
  ...inContexts(['palette'], {
    'palette.run': { keys: ['enter'], title: 'Go', hint: 'go' },
    'palette.down': { keys: ['down', 'ctrl+n', 'tab'], title: 'Next entry' },
    'palette.up': { keys: ['up', 'ctrl+p', 'shift+tab'], title: 'Previous entry' },
    'palette.close': { keys: ['esc', 'ctrl+k', 'ctrl+c'], title: 'Close', hint: 'close' },
  }),
  ...inContexts(['outline'], {
    'outline.go': { keys: ['enter', 'l', 'right'], title: 'Go to the heading', hint: 'go' },
    'outline.down': { keys: ['j', 'down', 'n', 'tab'], title: 'Next heading' },
    'outline.up': { keys: ['k', 'up', 'N', 'shift+tab'], title: 'Heading before' },
    'outline.close': { keys: ['esc', 'q', 'o', 'ctrl+c'], title: 'Close', hint: 'close' },
  }),
  ...inContexts(['scheduled'], {
    'scheduled.recall': {
      keys: ['enter', 'e'],
      title: 'Take it back into the composer of its room',
      hint: 'take back',
    },
    'scheduled.down': { keys: ['j', 'down', 'tab'], title: 'Next message that waits' },
    'scheduled.up': { keys: ['k', 'up', 'shift+tab'], title: 'The one before' },
    'scheduled.copy': { keys: ['y'], title: 'Copy it', hint: 'copy' },
    'scheduled.cancel': { keys: ['d'], title: 'Cancel it (asks)', hint: 'cancel' },
    'scheduled.close': { keys: ['esc', 'q', 'ctrl+c'], title: 'Close', hint: 'close' },
  }),
  ...inContexts(['keywords'], {
    'keywords.new': { keys: ['n', 'c'], title: 'Add words', hint: 'new' },
    'keywords.remove': { keys: ['d'], title: 'Be called by it no more', hint: 'remove' },
    'keywords.down': { keys: ['j', 'down', 'tab'], title: 'Next word' },
    'keywords.up': { keys: ['k', 'up', 'shift+tab'], title: 'The one before' },
    'keywords.close': { keys: ['esc', 'q', 'ctrl+c'], title: 'Close', hint: 'close' },
  }),
  ...inContexts(['pins'], {
    'pins.go': { keys: ['enter', 'l', 'right'], title: 'Go to the message', hint: 'go' },
    'pins.down': { keys: ['j', 'down', 'tab'], title: 'Next pinned message' },
    'pins.up': { keys: ['k', 'up', 'shift+tab'], title: 'Pinned message before' },
    'pins.remove': { keys: ['p', 'd'], title: 'Pin it no longer', hint: 'unpin' },
    'pins.close': { keys: ['esc', 'q', 'P', 'ctrl+c'], title: 'Close', hint: 'close' },
  }),
  ...inContexts(['react'], {
    'react.accept': {
      keys: ['enter', 'tab'],
      title: 'React so, or take that reaction back',
      hint: 'react',
    },
    'react.next': { keys: ['down', 'ctrl+n'], title: 'Next emoji' },
    'react.previous': { keys: ['up', 'ctrl+p'], title: 'Emoji before' },
    'react.close': { keys: ['esc', 'ctrl+c'], title: 'Close', hint: 'close' },
  }),
  ...inContexts(['schedule'], {
    'schedule.accept': { keys: ['enter'], title: 'Schedule', hint: 'schedule' },
    'schedule.close': { keys: ['esc', 'ctrl+c'], title: 'Close', hint: 'close' },
  }),
  ...inContexts(['find'], {
    'find.go': { keys: ['enter'], title: 'Go to the message, or look at once', hint: 'go' },
    'find.down': { keys: ['down', 'ctrl+n', 'tab'], title: 'Next of what was found' },
    'find.up': { keys: ['up', 'ctrl+p', 'shift+tab'], title: 'The one before' },
    'find.close': { keys: ['esc', 'ctrl+c'], title: 'Close', hint: 'close' },
  }),
  ...inContexts(['invites'], {
    'invites.new': { keys: ['n', 'c'], title: 'Make a link', hint: 'new' },
    'invites.copy': { keys: ['y'], title: 'Copy the new link', hint: 'copy' },
    'invites.end': { keys: ['d'], title: 'End the link (asks)', hint: 'end' },
    'invites.down': { keys: ['j', 'down', 'tab'], title: 'Next link' },
    'invites.up': { keys: ['k', 'up', 'shift+tab'], title: 'The one before' },
    'invites.close': { keys: ['esc', 'q', 'ctrl+c'], title: 'Close', hint: 'close' },
  }),
  ...inContexts(['invite'], {
    'invite.make': { keys: ['enter'], title: 'Make the link', hint: 'make' },
    'invite.next': { keys: ['tab', 'down'], title: 'Next field' },
    'invite.previous': { keys: ['shift+tab', 'up'], title: 'Previous field' },
    'invite.back': { keys: ['esc', 'ctrl+c'], title: 'Back to the links', hint: 'back' },
  }),
  ...inContexts(['settings'], {
    'settings.accept': { keys: ['enter'], title: 'Save, or do what is selected', hint: 'save' },
    'settings.save': { keys: ['ctrl+s'], title: 'Save' },
    'settings.next': { keys: ['tab', 'down'], title: 'Next field' },
    'settings.previous': { keys: ['shift+tab', 'up'], title: 'Previous field' },
    'settings.close': {
      keys: ['esc', 'ctrl+c'],
      title: 'Close (asks when something is not saved)',
      hint: 'close',
    },
  }),
  ...inContexts(['settingsChoice'], {
    'settings.choose': { keys: ['space', 'right', 'l'], title: 'The next choice', hint: 'change' },
    'settings.chooseBack': { keys: ['left', 'h'], title: 'The choice before' },
  }),
  ...inContexts(['confirm'], {
    'confirm.yes': { keys: ['y', 'Y'], title: 'Yes', hint: 'yes' },
    'confirm.schedule': {
      keys: ['S', 's'],
      title: 'Not now: at a time, when it is about publishing',
    },
    'confirm.no': { keys: ['n', 'N', 'esc', 'q', 'ctrl+c'], title: 'No', hint: 'no' },
  }),
  ...inContexts(['messages', 'rooms', 'posts'], {
    'rooms.nextUnread': {
      keys: ['n'],
      title: 'Next of what waits: calls and direct talks, threads, unread rooms',
      hint: 'next',
    },
  }),
  ...inContexts(
    ['messages', 'rooms', 'people', 'posts', 'reader', 'comments', 'versions', 'changes'],
    {
      'commandLine.open': { keys: [':'], title: 'Command line', hint: 'command' },
      'search.open': {
        keys: ['/'],
        title: 'Look for messages by their words; outside rooms, for posts',
        hint: 'search',
      },
      'help.open': { keys: ['?'], title: 'This help', hint: 'help' },
      'panes.left': { keys: ['['], title: 'Show or hide the room list' },
      'focus.next': { keys: ['tab'], title: 'Move the focus' },
    },
  ),
  ...inContexts(
    [
      'composer',
      'messages',
      'rooms',
      'people',
      'posts',
      'reader',
      'comments',
      'versions',
      'changes',
    ],
    { 'focus.previous': { keys: ['shift+tab'], title: 'Move the focus back' } },
  ),
  ...inContexts(['messages', 'rooms', 'people'], {
    'panes.right': { keys: [']'], title: 'Show or hide who is here' },
  }),
];
