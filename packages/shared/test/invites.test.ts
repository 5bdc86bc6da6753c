// Links into rooms: written, pasted with whatever stands around them, and nothing else taken for one.

import { expect, test } from 'vitest';
import { findInvite, isInviteTo, writeInviteLink } from '../src/invites.ts';

const code = `inv_${'aB3_-'.repeat(8)}xyz`;

test('a link brings its code back, from whatever was pasted', () => {
  const link = writeInviteLink('https://Chat.example.org:8443/', code);
  expect(link).toBe(`https://Chat.example.org:8443/join#${code}`);
  const found = { code, server: 'https://Chat.example.org:8443' };
  expect(findInvite(link)).toEqual(found);
  expect(findInvite(`  come in: <${link}> `)).toEqual(found);
  expect(findInvite(code)).toEqual({ code, server: null });
});

test('an older link is one still, and each leads to its own server alone, by whatever path', () => {
  const old = findInvite(`https://example.org/#${code}`)!;
  expect(old).toEqual({ code, server: 'https://example.org' });
  const below = findInvite(writeInviteLink('https://example.org/chat', code));
  expect(below).toEqual({ code, server: 'https://example.org/chat' });
  expect(findInvite(`https://example.org?${code}`)?.server).toBe('https://example.org');
  expect(isInviteTo(old, ['http://127.0.0.1:4000', 'https://Example.org/chat/'])).toBe(true);
  for (const other of ['http://example.org', 'https://example.org.evil.test', undefined, ''])
    expect(isInviteTo(old, [other])).toBe(false);
  expect(isInviteTo({ server: null }, [])).toBe(true);
});

test.each(['lobby', '#lobby', 'inv_short', `x${code}`, `${code}0`, 'https://example.org/#inv_'])(
  '%s is no invite',
  (written) => {
    expect(findInvite(written)).toBeNull();
  },
);
