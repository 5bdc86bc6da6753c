// Choosing what a word in the composer becomes.

import { composerChoice } from '../composer-choice.ts';
import { textTargetOf } from '../contexts.ts';
import type { Effects } from '../effects/index.ts';

export function createChoiceActions({ client }: Effects) {
  const select = (by: 1 | -1) => {
    const choice = composerChoice(client.state());
    if (choice === null) return;
    const chosen = { at: choice.at, selected: choice.selected + by };
    client.dispatch({ type: 'choice', chosen });
  };

  const accept = () => {
    const choice = composerChoice(client.state());
    const target = textTargetOf(client.state());
    const option = choice?.options[choice.selected];
    if (choice === null || target === undefined || option === undefined) return;
    const { text, cursor } = target.input;
    const gap = /^\s/u.test(text.slice(cursor)) ? '' : ' ';
    const back = [...choice.word].map(() => target.edit({ type: 'deleteBack' }));
    client.dispatch(...back, target.edit({ type: 'insert', text: option.text + gap }));
  };

  const close = () => {
    const choice = composerChoice(client.state());
    if (choice === null) return;
    client.dispatch({ type: 'choice', chosen: { at: choice.at, selected: null } });
  };

  return {
    'choice.accept': accept,
    'choice.next': () => select(1),
    'choice.previous': () => select(-1),
    'choice.close': close,
  };
}
