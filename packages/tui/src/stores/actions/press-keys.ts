// From key presses to changes: a binding's action, else typing.

import type { Action, Keymap, KeyPress } from '../../keymap/index.ts';
import { openRoom } from '../app-state.ts';
import { composerDraft } from '../composer.ts';
import { keyContextsOf, textTargetOf } from '../contexts.ts';
import type { Client, Idle } from '../effects/index.ts';

export interface KeyHandler {
  press(presses: readonly KeyPress[]): void;
  /** Pasted text is only ever text, whatever it holds. */
  paste(text: string): void;
  /** The terminal's window got or lost the keyboard. */
  focus(isFocused: boolean): void;
}

export type ActionHandlers = Readonly<Record<Action, () => void>>;

export function createKeyHandler(
  client: Client,
  keymap: Keymap,
  actions: ActionHandlers,
  idle: Idle,
): KeyHandler {
  const pressOne = (press: KeyPress) => {
    const contexts = keyContextsOf(client.state());
    const action = keymap.find(contexts, press.name);
    if (action !== 'app.quit') calm();
    if (action !== undefined) return actions[action]();
    if (press.text !== '') return type(press.text);
    // Esc and a key, pressed faster than terminals tell them from Alt and the key.
    const [, key = ''] = /^alt\+(.)$/u.exec(press.name) ?? [];
    if (key !== '' && keymap.find(contexts, 'esc') !== undefined) {
      pressOne({ name: 'esc', text: '' });
      pressOne({ name: key, text: key });
    }
  };

  const calm = () => {
    const { notice, isQuitArmed } = client.state();
    if (notice !== null) client.dispatch({ type: 'noticed', notice: null });
    if (isQuitArmed) client.dispatch({ type: 'quit.armed', isArmed: false });
  };

  const type = (text: string) => {
    const target = textTargetOf(client.state());
    if (target !== undefined) client.dispatch(target.edit({ type: 'insert', text }));
    tellFull();
  };

  // A message that lost its end unseen would be sent without it.
  const tellFull = () => {
    if (client.state().overlay !== null || composerDraft(client.state()) === null) return;
    const input = textTargetOf(client.state())?.input;
    if (!input?.isFull) return;
    const most = `At most ${input.maxLength.toLocaleString('en-GB')} characters fit`;
    const undo = client.state().keymap.labelOf('edit.undo');
    const text = `${most}: the rest was left out. ${undo} takes it back.`;
    client.dispatch({ type: 'noticed', notice: { text, tone: 'bad' } });
  };

  return {
    press(presses) {
      idle.touch();
      let typed = '';
      for (const press of presses) {
        const contexts = keyContextsOf(client.state());
        const isTyping =
          press.text !== '' &&
          contexts.includes('text') &&
          keymap.find(contexts, press.name) === undefined;
        if (isTyping) {
          typed += press.text;
          continue;
        }
        if (typed !== '') type(typed);
        typed = '';
        pressOne(press);
      }
      if (typed === '') return;
      calm();
      type(typed);
    },
    paste(text) {
      idle.touch();
      const { overlay, focus } = client.state();
      if (overlay === null && focus !== 'composer' && openRoom(client.state()) !== undefined) {
        client.dispatch({ type: 'focused', focus: 'composer' });
      }
      const target = textTargetOf(client.state());
      if (target !== undefined) client.dispatch(target.edit({ type: 'paste', text }));
      tellFull();
    },
    focus: idle.focus,
  };
}
