// Slugs as a pure matter: any title, in any script, gives one that can be typed.

import { limits } from '@parley/shared/limits';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isBareSlug, listSlugs, slugify, slugStem } from '../../src/blog/slug.ts';

const id = '019a0000-0000-7000-8000-0123456789ab';
const shape = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

test.each([
  ['Hello, World!', 'hello-world'],
  ['Über Straße & Æther', 'uber-strasse-aether'],
  ['Zażółć gęślą jaźń', 'zazolc-gesla-jazn'],
  ['Привет, мир: ещё й', 'privet-mir-eshche-y'],
  ['Καλημέρα κόσμε', 'kalimera-kosme'],
  ["Don't panic, don’t", 'dont-panic-dont'],
  ['北京欢迎你', 'bei-jing-huan-ying-ni'],
  ['日本語の題', 'ri-ben-yu-no-ti'],
  ['カタカナ ﾃｽﾄ', 'katakana-tesuto'],
  ['안녕하세요 세계', 'annyeonghaseyo-segye'],
  ['مرحبا بالعالم', 'mrhb-bllm'],
  ['שלום עולם', 'slvm-vlm'],
  ['नमस्ते दुनिया', 'nmste-duniya'],
  ['สวัสดีชาวโลก', 'swasdichawolk'],
  ['გამარჯობა', 'gamarjoba'],
  ['２０２６ ﬁnal', '2026-final'],
  ['Release 🎉 day 👨‍👩‍👧 🇩🇪', 'release-day'],
])('%s becomes %s', (title, slug) => {
  expect(slugify(title)).toBe(slug);
  expect(slugify(title.normalize('NFD'))).toBe(slug);
});

test.each(['🎉🎉', '👨‍👩‍👧', '🇩🇪', '---', '', '‮', '👍🏽'])('%j falls back on the id', (title) => {
  expect(listSlugs(title, id)[0]).toBe('post-456789ab');
});

test('a title that looks like an id does not make a slug that does', () => {
  expect(listSlugs(id, id)[0]).toBe(`post-${id}`);
});

test('every candidate for every title is a slug that fits, and no two are the same', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (title) => {
      const slugs = listSlugs(title, id);
      for (const slug of slugs) {
        expect(slug).toMatch(shape);
        expect(slug.length).toBeLessThanOrEqual(limits.postSlug);
      }
      expect(new Set(slugs).size).toBe(slugs.length);
    }),
  );
  expect(slugify('word '.repeat(40))).toBe(Array(16).fill('word').join('-'));
});

test('whoever could want the same slug waits at the same stem', () => {
  const title = fc.oneof(
    fc.constantFrom('Hello', 'Hello 2', 'hello-3', 'x'.repeat(90), 'y '.repeat(60), '2026-01-05'),
    fc.string({ unit: fc.constantFrom('a', 'b', '1', '2', '-', ' '), maxLength: 60 }),
  );
  fc.assert(
    fc.property(title, (text) => {
      // Without the last two, which carry the id.
      const slugs = listSlugs(text, id).slice(0, -2);
      for (const slug of slugs) {
        const own = listSlugs(slug, id)[0]!;
        if (own === slug) expect(slugStem(own)).toBe(slugStem(slugs[0]!));
      }
    }),
  );
});

test('a slug is bare when its post’s script was not known', () => {
  for (const slug of ['post', 'post-2', 'post-17', `post-${'0a'.repeat(16)}`]) {
    expect(isBareSlug(slug)).toBe(true);
  }
  for (const slug of [
    'post-mortem',
    'posts',
    'post-456789ab',
    'post-54207887',
    'a-post',
    'post-2-more',
  ]) {
    expect(isBareSlug(slug)).toBe(false);
  }
});
