// The door of the actions: every key of the table with what it does.

import type { Keymap } from '../../keymap/index.ts';
import { textTargetOf } from '../contexts.ts';
import type { Effects } from '../effects/index.ts';
import type { TextInputAction } from '../text-input.ts';
import { createActivityActions } from './activity-actions.ts';
import { createChoiceActions } from './choice-actions.ts';
import { createCommentActions } from './comment-actions.ts';
import { createComposerActions } from './composer-actions.ts';
import { createEditorActions } from './editor-actions.ts';
import { createFindActions } from './find-actions.ts';
import { createFoldActions } from './fold-actions.ts';
import { createFormActions } from './form-actions.ts';
import { createInviteActions } from './invite-actions.ts';
import { createKeywordActions } from './keyword-actions.ts';
import { createListActions } from './list-actions.ts';
import { createMessageActions } from './message-actions.ts';
import { createOverlayActions } from './overlay-actions.ts';
import { createPeopleActions } from './people-actions.ts';
import { createPinActions } from './pin-actions.ts';
import { createPostActions } from './post-actions.ts';
import { type ActionHandlers, createKeyHandler, type KeyHandler } from './press-keys.ts';
import { createReaderActions } from './reader-actions.ts';
import { createRoomActions } from './room-actions.ts';
import { createCommandRunner } from './run-command.ts';
import { createScheduledActions } from './scheduled-actions.ts';
import { createSearchActions } from './search-actions.ts';
import { createSettingsActions } from './settings-actions.ts';
import { createTagActions } from './tag-actions.ts';
import { createThreadActions } from './thread-actions.ts';
import { createVersionActions } from './version-actions.ts';

export type { KeyHandler } from './press-keys.ts';

/** What turns key presses and pastes into changes of the store. */
export function createKeys(effects: Effects, keymap: Keymap): KeyHandler {
  const { client } = effects;
  const lists = createListActions(effects);
  const rooms = createRoomActions(effects);
  const posts = createPostActions(effects);
  const comments = createCommentActions(effects);
  const messages = createMessageActions(effects);
  const pins = createPinActions(effects);
  const keywords = createKeywordActions(effects);
  const search = createSearchActions(effects, rooms);
  const settings = createSettingsActions(effects);
  const invites = createInviteActions(effects);
  const find = createFindActions(effects, { searchPosts: () => search.openSearch() });
  const runCommand = createCommandRunner(effects, () => ({
    ...rooms,
    ...search,
    ...messages,
    ...settings,
    ...invites,
    ...find,
    ...pins,
    ...keywords,
  }));

  const edit = (action: TextInputAction) => {
    const target = textTargetOf(client.state());
    if (target !== undefined) client.dispatch(target.edit(action));
  };
  const editRows = (type: 'moveUp' | 'moveDown') => {
    const target = textTargetOf(client.state());
    if (target !== undefined) client.dispatch(target.edit({ type, columns: target.columns }));
  };

  const handlers: ActionHandlers = {
    ...lists.actions,
    ...rooms.actions,
    ...posts.actions,
    ...search.actions,
    ...find.actions,
    ...comments.actions,
    ...messages.actions,
    ...pins.actions,
    ...keywords.actions,
    ...createScheduledActions(effects),
    ...createEditorActions(effects),
    ...createReaderActions(effects),
    ...createActivityActions(effects),
    ...createChoiceActions(effects),
    ...createPeopleActions(effects),
    ...createTagActions(effects),
    ...createThreadActions(effects),
    ...createVersionActions(effects),
    ...createFoldActions(effects),
    ...createFormActions(effects),
    ...settings.actions,
    ...invites.actions,
    ...createOverlayActions(effects, {
      runCommand,
      answers: { settings: settings.answerSettings, invites: invites.answerInvites },
    }),
    ...createComposerActions(effects, {
      comments: comments.composer,
      runCommand,
      scroll: lists.scrollMain,
      moveFocus: rooms.moveFocus,
    }),
    'edit.moveLeft': () => edit({ type: 'moveLeft' }),
    'edit.moveRight': () => edit({ type: 'moveRight' }),
    'edit.moveUp': () => editRows('moveUp'),
    'edit.moveDown': () => editRows('moveDown'),
    'edit.moveWordLeft': () => edit({ type: 'moveWordLeft' }),
    'edit.moveWordRight': () => edit({ type: 'moveWordRight' }),
    'edit.moveLineStart': () => edit({ type: 'moveLineStart' }),
    'edit.moveLineEnd': () => edit({ type: 'moveLineEnd' }),
    'edit.moveTextStart': () => edit({ type: 'moveTextStart' }),
    'edit.moveTextEnd': () => edit({ type: 'moveTextEnd' }),
    'edit.deleteBack': () => edit({ type: 'deleteBack' }),
    'edit.deleteForward': () => edit({ type: 'deleteForward' }),
    'edit.deleteWordBack': () => edit({ type: 'deleteWordBack' }),
    'edit.deleteWordForward': () => edit({ type: 'deleteWordForward' }),
    'edit.killToLineStart': () => edit({ type: 'killToLineStart' }),
    'edit.killToLineEnd': () => edit({ type: 'killToLineEnd' }),
    'edit.yank': () => edit({ type: 'yank' }),
    'edit.yankPop': () => edit({ type: 'yankPop' }),
    'edit.transpose': () => edit({ type: 'transpose' }),
    'edit.undo': () => edit({ type: 'undo' }),
    'edit.redo': () => edit({ type: 'redo' }),
    'screen.redraw': () => client.ports.redraw(),
    'app.suspend': () => runCommand('suspend'),
    'app.quit': () => {
      if (client.state().isQuitArmed) return client.ports.quit();
      client.dispatch({ type: 'quit.armed', isArmed: true });
    },
  };
  return createKeyHandler(client, keymap, handlers, effects.idle);
}
