// The keys of posts and of forms.

import { inContexts } from './binding.ts';

export const postBindings = [
  ...inContexts(['posts'], {
    'posts.open': { keys: ['enter', 'v', 'l', 'right'], title: 'Read the post', hint: 'read' },
    'posts.mine': {
      keys: ['m'],
      title: 'Switch between published posts and mine that are not',
      hint: 'mine',
    },
    'posts.filter': { keys: ['f'], title: 'Narrow the posts by tag and author', hint: 'filter' },
    'posts.reload': { keys: ['R'], title: 'Fetch the list anew' },
  }),
  ...inContexts(['search'], {
    'search.run': {
      keys: ['enter'],
      title: 'Read the post that is selected, or look at once',
      hint: 'read',
    },
    'search.down': { keys: ['down', 'ctrl+n'], title: 'Next of what was found' },
    'search.up': { keys: ['up', 'ctrl+p'], title: 'The one before' },
    'search.toList': { keys: ['tab'], title: 'To what was found', hint: 'to the list' },
    'search.close': { keys: ['esc'], title: 'Back to the list as it was', hint: 'back' },
  }),
  ...inContexts(['posts'], {
    'posts.new': { keys: ['c'], title: 'Write a post', hint: 'new' },
  }),
  ...inContexts(['reader'], {
    'comments.open': { keys: ['c'], title: 'To the comments, and back', hint: 'comments' },
    'reader.nextHeading': { keys: ['n'], title: 'To the next heading' },
    'reader.previousHeading': { keys: ['N'], title: 'To the heading before' },
    'reader.outline': { keys: ['o'], title: 'Contents: all headings', hint: 'contents' },
    'reader.copyLink': { keys: ['y'], title: 'Copy the address of the post', hint: 'copy link' },
    'reader.copy': { keys: ['Y'], title: 'Copy the post as Markdown' },
    'reader.reload': { keys: ['R'], title: 'Fetch the post anew' },
  }),
  ...inContexts(['posts', 'reader'], {
    'posts.edit': { keys: ['e'], title: 'Edit the post', hint: 'edit' },
    'posts.publish': { keys: ['P'], title: 'Publish the post (asks)', hint: 'publish' },
    'posts.schedule': { keys: ['S'], title: 'Publish the post at a time, or move it (asks when)' },
    'posts.unpublish': {
      keys: ['u', 'U'],
      title: 'Take the post back from the public or its schedule (asks)',
    },
    'posts.versions': { keys: ['H'], title: 'All versions of the post' },
    'posts.delete': { keys: ['d'], title: 'Delete the post (asks)' },
  }),
  ...inContexts(['reader', 'comments'], {
    'comments.write': { keys: ['i', 'enter'], title: 'Write a comment', hint: 'write' },
  }),
  ...inContexts(['comments'], {
    'comment.reply': { keys: ['r'], title: 'Answer the comment', hint: 'reply' },
    'comment.edit': { keys: ['e'], title: 'Change the comment', hint: 'edit' },
    'comment.delete': { keys: ['d'], title: 'Delete the comment (asks)', hint: 'delete' },
    'comment.copy': { keys: ['y'], title: 'Copy the comment' },
    'comment.open': { keys: ['o'], title: 'Open the first link of the comment (asks)' },
    'comment.retry': { keys: ['R'], title: 'Send a failed comment again' },
    'comment.recall': { keys: ['E'], title: 'Take an unsent comment back into the composer' },
    'comments.nextNew': { keys: ['u', 'n'], title: 'To the next new comment' },
    'comments.leave': {
      keys: ['c', 'esc', 'q', 'h', 'left'],
      title: 'Back to the text',
      hint: 'text',
    },
  }),
  ...inContexts(['versions'], {
    'versions.compare': {
      keys: ['enter', 'l', 'right'],
      title: 'What changed since that version',
      hint: 'changes',
    },
  }),
  ...inContexts(['versions', 'changes'], {
    'versions.restore': {
      keys: ['R'],
      title: 'Take that version up again (asks)',
      hint: 'restore',
    },
  }),
  ...inContexts(['posts', 'reader', 'versions', 'changes', 'help'], {
    'view.back': { keys: ['esc', 'q', 'h', 'left'], title: 'Back', hint: 'back' },
  }),
  ...inContexts(['editor', 'form'], {
    'editor.next': { keys: ['tab'], title: 'Next field' },
    'editor.previous': { keys: ['shift+tab'], title: 'Previous field' },
  }),
  ...inContexts(['editor'], {
    'editor.newline': {
      keys: ['enter', 'ctrl+j'],
      title: 'New line in the text, else the next field',
    },
  }),
  ...inContexts(['tags'], {
    'tags.accept': { keys: ['tab', 'enter'], title: 'Take the tag', hint: 'take' },
    'tags.next': { keys: ['down', 'ctrl+n'], title: 'Next tag' },
    'tags.previous': { keys: ['up', 'ctrl+p'], title: 'Previous tag' },
    'tags.close': { keys: ['esc'], title: 'Keep what is written', hint: 'keep' },
  }),
  ...inContexts(['preview'], {
    'preview.publish': { keys: ['P'], title: 'Save and publish (asks)' },
    'preview.schedule': { keys: ['S'], title: 'Save, and publish at a time (asks when)' },
    'preview.close': {
      keys: ['v', 'q', 'h', 'left', 'i'],
      title: 'Back to the text',
      hint: 'text',
    },
  }),
  ...inContexts(['editor', 'preview'], {
    'editor.save': { keys: ['ctrl+s'], title: 'Save', hint: 'save' },
    'editor.preview': { keys: ['ctrl+r'], title: 'Preview, and back to the text', hint: 'preview' },
    'editor.publish': { keys: ['ctrl+x'], title: 'Save and publish (asks)', hint: 'publish' },
    'editor.discard': {
      keys: ['ctrl+g'],
      title: 'Throw away what is unsaved, such as what was restored (asks)',
    },
    'editor.leave': {
      keys: ['esc'],
      title: 'Leave; what is unsaved is kept',
      hint: 'leave',
    },
  }),
  ...inContexts(['editor', 'composer'], {
    'editor.external': { keys: ['ctrl+o'], title: 'Write in $EDITOR', hint: '$EDITOR' },
  }),
  ...inContexts(['form'], {
    'form.submit': { keys: ['enter'], title: 'Next field, or send the form', hint: 'continue' },
    'form.down': { keys: ['down'], title: 'Next field' },
    'form.up': { keys: ['up'], title: 'Previous field' },
    'form.back': { keys: ['esc'], title: 'Back' },
  }),
];
