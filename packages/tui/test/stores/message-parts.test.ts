// The small parts of acting on messages: emoji by name, the first link, reactions as rows.

import { emoji as emojiSchema } from '@parley/shared/chat';
import { namedEmoji } from '@parley/shared/emoji';
import { displayWidth } from '@parley/shared/text';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findEmoji } from '../../src/stores/emoji.ts';
import { findLink } from '../../src/stores/message-link.ts';
import { withGutter } from '../../src/stores/rows/gutter.ts';
import { reactionRows } from '../../src/stores/rows/reaction-rows.ts';

test('every emoji that is offered is one that the server takes, under a name of its own', () => {
  for (const { emoji } of namedEmoji) expect(emojiSchema.safeParse(emoji).success).toBe(true);
  expect(new Set(namedEmoji.map(({ emoji }) => emoji)).size).toBe(namedEmoji.length);
});

test('an emoji is found by the beginning of its name, by a part of it, and by itself', () => {
  expect(findEmoji(':tada:')[0]?.emoji).toBe('🎉');
  expect(findEmoji('ROCK')[0]?.emoji).toBe('🚀');
  expect(findEmoji('brows')).toEqual([]);
  expect(findEmoji('🦞')).toEqual([{ name: '', emoji: '🦞' }]);
});

test('row 96: the first link is a web address without a false front', () => {
  expect(findLink('see [it](https://example.org/a_(b)), or https://other.example')?.href).toBe(
    'https://example.org/a_(b',
  );
  expect(findLink('http://user:pw@exаmple.org/.')?.host).toMatch(/^xn--/);
  expect(findLink('http://user:pw@example.org/.')?.href).toBe('http://example.org/');
  for (const text of ['', 'ftp://example.org', 'https://', 'https://%%%', 'javascript:alert(1)'])
    expect(findLink(text)).toBeNull();
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const found = findLink(`https://${text}`);
      if (found !== null) expect(found.href).toMatch(/^https?:\/\/[\u0021-\u007e]+$/);
    }),
  );
});

test('reactions wrap within the width, whatever they hold', () => {
  const reaction = fc.record({
    emoji: fc.string({ unit: 'binary', maxLength: 32 }),
    count: fc.integer(),
    userIds: fc.array(fc.constantFrom('me', 'you'), { maxLength: 2 }),
  });
  fc.assert(
    fc.property(
      fc.array(reaction, { maxLength: 20 }),
      fc.integer({ min: 20, max: 90 }),
      (all, columns) => {
        for (const row of reactionRows(all, { columns, myId: 'me' })) {
          const text = row.map((part) => part.text).join('');
          expect(displayWidth(text)).toBeLessThanOrEqual(columns);
          expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
        }
      },
    ),
  );
});

test('a bot stands in brackets, however long its name, and moves no bar', () => {
  const draw = (username: string, isBot: boolean) => {
    const gutter = { time: '12:00', username, isBot, columns: 80, myName: null };
    return withGutter([[]], gutter)[0]!
      .map(({ text }) => text)
      .join('');
  };
  expect(draw('deploys-bot', true)).toContain(' [deploys-bot] │');
  for (const name of ['a-bot', 'a-name-as-long-as-any-may-be-bot']) {
    expect(displayWidth(draw(name, true))).toBe(displayWidth(draw('ada', false)));
    expect(draw(name, true)).toMatch(/\[.+\] │ $/);
  }
});
