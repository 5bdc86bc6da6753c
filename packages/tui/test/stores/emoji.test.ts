// Names of emoji written out: they become the emoji where they stand alone, and nowhere else.

import { expect, test } from 'vitest';
import { replaceEmojiNames } from '../../src/stores/emoji.ts';

test.each([
  [':tada: and :heart:', '🎉 and ❤️'],
  ['Done:tada:', 'Done:tada:'],
  ['(:tada:)', '(🎉)'],
  [':nonsense: :__proto__: :constructor:', ':nonsense: :__proto__: :constructor:'],
  ['at 10:30:00, http://a/:tada:', 'at 10:30:00, http://a/:tada:'],
  ['`:tada:` :tada:', '`:tada:` 🎉'],
  ['```\n:tada:\n``` :tada:', '```\n:tada:\n``` 🎉'],
  ['```\n:tada: and no end', '```\n:tada: and no end'],
])('%j is sent as %j', (written, sent) => {
  expect(replaceEmojiNames(written)).toBe(sent);
});
