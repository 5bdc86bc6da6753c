// The window of the words that call me, and the command that adds to them and takes from them.

import type { Effects } from '../effects/index.ts';
import { openCommandLine } from '../overlay.ts';

export function createKeywordActions({ client, keywords }: Effects) {
  const close = () => client.dispatch({ type: 'overlay', input: { type: 'closed' } });

  const select = (step: 1 | -1) => {
    const { overlay, keywords: words } = client.state();
    if (overlay?.kind !== 'keywords') return;
    const { length } = words;
    const index = length === 0 ? 0 : (overlay.selected + step + length) % length;
    client.dispatch({ type: 'overlay', input: { type: 'selected', index } });
  };

  const remove = () => {
    const { overlay, keywords: words } = client.state();
    const word = overlay?.kind === 'keywords' ? words[overlay.selected] : undefined;
    if (word !== undefined) keywords.remove([word]);
  };

  /** Answers what is wrong, else null. */
  const runKeywords = (argument: string): string | null => {
    if (argument === '') {
      keywords.open();
      return null;
    }
    const [, verb, rest = ''] = /^(add|remove)\s+(.+)$/su.exec(argument) ?? [];
    const words = rest.split(',').flatMap((word) => word.trim() || []);
    if (verb === undefined || words.length === 0) return 'Such as: keywords add deploy, on call';
    if (verb === 'add') keywords.add(words);
    else keywords.remove(words);
    return null;
  };

  return {
    runKeywords,
    actions: {
      'keywords.new': () => {
        const overlay = openCommandLine('keywords add ');
        client.dispatch({ type: 'overlay', input: { type: 'opened', overlay } });
      },
      'keywords.remove': remove,
      'keywords.down': () => select(1),
      'keywords.up': () => select(-1),
      'keywords.close': close,
    },
  };
}
