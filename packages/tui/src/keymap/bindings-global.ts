// The keys that hold everywhere.

import { inContexts } from './binding.ts';

export const globalBindings = [
  ...inContexts(['global'], {
    'palette.open': {
      keys: ['ctrl+k'],
      title: 'Palette: rooms, posts and commands',
      hint: 'go to',
    },
    'rooms.next': { keys: ['ctrl+n'], title: 'Next room' },
    'rooms.previous': { keys: ['ctrl+p'], title: 'Previous room' },
    'rooms.activity': {
      keys: ['alt+a'],
      title: 'Next of what waits: calls, threads, comments, unread rooms',
    },
    'rooms.go1': { keys: ['alt+1'], title: 'Room 1' },
    'rooms.go2': { keys: ['alt+2'], title: 'Room 2' },
    'rooms.go3': { keys: ['alt+3'], title: 'Room 3' },
    'rooms.go4': { keys: ['alt+4'], title: 'Room 4' },
    'rooms.go5': { keys: ['alt+5'], title: 'Room 5' },
    'rooms.go6': { keys: ['alt+6'], title: 'Room 6' },
    'rooms.go7': { keys: ['alt+7'], title: 'Room 7' },
    'rooms.go8': { keys: ['alt+8'], title: 'Room 8' },
    'rooms.go9': { keys: ['alt+9'], title: 'Room 9' },
    'screen.redraw': { keys: ['ctrl+l'], title: 'Draw the screen anew' },
    'app.suspend': { keys: ['ctrl+z'], title: 'Back to the shell; `fg` comes back here' },
    'app.quit': { keys: ['ctrl+c'], title: 'Quit (press twice)' },
  }),
];
