// The keys of editing text, as readline has them.

import { inContexts } from './binding.ts';

export const textBindings = [
  ...inContexts(['text'], {
    'edit.moveLeft': { keys: ['left', 'ctrl+b'], title: 'Left' },
    'edit.moveRight': { keys: ['right', 'ctrl+f'], title: 'Right' },
    'edit.moveUp': { keys: ['up'], title: 'A row up; in the first row, what was sent before' },
    'edit.moveDown': { keys: ['down'], title: 'A row down; in the last row, back to what is new' },
    'edit.moveWordLeft': { keys: ['alt+b', 'ctrl+left', 'alt+left'], title: 'A word left' },
    'edit.moveWordRight': { keys: ['alt+f', 'ctrl+right', 'alt+right'], title: 'A word right' },
    'edit.moveLineStart': { keys: ['ctrl+a', 'home'], title: 'To the start of the line' },
    'edit.moveLineEnd': { keys: ['ctrl+e', 'end'], title: 'To the end of the line' },
    'edit.moveTextStart': { keys: ['alt+<', 'ctrl+home'], title: 'To the start of the text' },
    'edit.moveTextEnd': { keys: ['alt+>', 'ctrl+end'], title: 'To the end of the text' },
    'edit.deleteBack': { keys: ['backspace'], title: 'Delete the character before' },
    'edit.deleteForward': { keys: ['delete', 'ctrl+d'], title: 'Delete the character after' },
    'edit.deleteWordBack': {
      keys: ['ctrl+w', 'alt+backspace', 'ctrl+backspace'],
      title: 'Cut the word before',
    },
    'edit.deleteWordForward': { keys: ['alt+d', 'ctrl+delete'], title: 'Cut the word after' },
    'edit.killToLineStart': { keys: ['ctrl+u'], title: 'Cut to the start of the line' },
    'edit.killToLineEnd': { keys: ['alt+k'], title: 'Cut to the end of the line' },
    'edit.yank': { keys: ['ctrl+y'], title: 'Paste what was cut' },
    'edit.yankPop': { keys: ['alt+y'], title: 'Paste what was cut before that' },
    'edit.transpose': { keys: ['ctrl+t'], title: 'Swap two characters' },
    'edit.undo': { keys: ['ctrl+z', 'ctrl+_'], title: 'Undo' },
    'edit.redo': { keys: ['alt+z', 'alt+_'], title: 'Redo' },
  }),
];
