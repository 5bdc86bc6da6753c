// Links into rooms: written, pasted with whatever stands around them, and nothing else taken for one.

import { expect, test } from 'vitest';
import { findInvite, writeInviteLink } from '../src/invites.ts';

const code = `inv_${'aB3_-'.repeat(8)}xyz`;

test('a link brings its code back, from whatever was pasted', () => {
  const link = writeInviteLink('https://Chat.example.org:8443/', code);
  expect(link).toBe(`https://Chat.example.org:8443/#${code}`);
  const found = { code, origin: 'https://chat.example.org:8443' };
  expect(findInvite(link)).toEqual(found);
  expect(findInvite(`  come in: <${link}> `)).toEqual(found);
  expect(findInvite(code)).toEqual({ code, origin: null });
});

test.each(['lobby', '#lobby', 'inv_short', `x${code}`, `${code}0`, 'https://example.org/#inv_'])(
  '%s is no invite',
  (written) => {
    expect(findInvite(written)).toBeNull();
  },
);
