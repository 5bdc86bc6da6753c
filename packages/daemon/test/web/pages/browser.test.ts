// The pages in a real Chromium: nothing is refused or moves, all can be read, on a phone and at a desk.

import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, launchChromium } from '../../support/chromium.ts';
import { createWebWorld, type WebWorld } from '../../support/web.ts';
import { commentBodies, postBody } from './sample-post.ts';

const executable = findChromium();

/** What the page's own window is asked, as text: the tests know no DOM. */
const watch = `
  window.shifts = [];
  window.refusals = [];
  addEventListener('securitypolicyviolation', (event) => refusals.push(event.violatedDirective));
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) shifts.push(entry.value);
  }).observe({ type: 'layout-shift', buffered: true });
`;
const audit = `axe.run(document, {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
}).then(({ violations }) =>
  violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')))`;

let world: WebWorld;
let browser: Browser;
let slug: string;

async function writePosts(): Promise<void> {
  const { scope: ada } = await world.signUp('ada');
  const { scope: bob } = await world.signUp('bob');
  await world.accounts.updateProfile(ada, { displayName: 'Ada Quill', bio: 'Tides.\nTerminals.' });
  for (const title of ['A field guide to tide tables', `${'Long'.repeat(40)} title`, 'مرحبا']) {
    const tags = ['harbour', 'c++', 'a-tag-of-some-length'];
    const post = await world.blog.createPost(ada, { title, body: postBody, tags });
    await world.blog.publishPost(ada, { id: post.id });
    if (title.startsWith('A field')) slug = post.slug;
    let parentId: string | undefined;
    for (const body of commentBodies) {
      const input = { postId: post.id, body, ...(parentId && { parentId }) };
      parentId = (await world.blog.createComment(bob, input)).id;
    }
  }
  for (let n = 1; n <= 20; n += 1) {
    const post = await world.blog.createPost(bob, { title: `Note ${n}`, body: 'Of some words.' });
    await world.blog.publishPost(bob, { id: post.id });
  }
}

async function open(path: string, options: BrowserContextOptions = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.addInitScript(watch);
  const said: string[] = [];
  const asked: string[] = [];
  page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => said.push(error.message));
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(world.url + path);
  return { page, said, asked, [Symbol.asyncDispose]: () => context.close() };
}

const look = <Value>(page: Page, expression: string) => page.evaluate<Value>(expression);

const paths: [string, () => string][] = [
  ['the front page', () => '/'],
  ['a post', () => `/posts/${slug}`],
  ['an author', () => '/@ada'],
  ['a tag', () => '/tags/harbour'],
  ['the tags', () => '/tags'],
  ['a search', () => '/search?q=tide'],
  ['a search for nothing', () => '/search'],
  ['no page', () => '/nowhere'],
];

const screens = (['light', 'dark'] as const).flatMap((colorScheme) =>
  [360, 1_280].map((width) => ({ colorScheme, viewport: { width, height: 800 } })),
);

describe.skipIf(executable === null)('in Chromium (left out where none is installed)', () => {
  beforeAll(async () => {
    world = await createWebWorld({ siteName: 'Harbour' });
    await writePosts();
    browser = await launchChromium(executable!);
  });
  afterAll(async () => {
    await browser?.close();
    await world?.[Symbol.asyncDispose]();
  });

  test.each(paths)('%s is whole in light and dark, narrow and wide', async (name, pathOf) => {
    // Light on a phone and dark at a desk show what can go wrong; the two great pages are seen in all four.
    const isGreat = ['the front page', 'a post'].includes(name);
    for (const screen of isGreat ? screens : [screens[0]!, screens[3]!]) {
      const where = `${screen.colorScheme}, ${screen.viewport.width} wide`;
      await using opened = await open(pathOf(), screen);
      const { page, said, asked } = opened;
      // The browser itself remarks on a status of 404.
      expect(said.filter((line) => name !== 'no page' || !/status of 404/.test(line))).toEqual([]);
      expect(
        asked.every((url) => url.startsWith(`${world.url}/`)),
        asked.join(' '),
      ).toBe(true);
      expect(await page.title()).toContain('Harbour');
      expect(await look(page, 'document.documentElement.lang')).toBe('en');
      expect(await look(page, 'document.compatMode')).toBe('CSS1Compat');
      const { width } = screen.viewport;
      expect(await look(page, 'document.documentElement.scrollWidth'), where).toBe(width);
      await page.evaluate(axe.source);
      expect(await look(page, audit), where).toEqual([]);
      await look(page, 'scrollTo(0, document.body.scrollHeight)');
      await look(page, 'new Promise((done) => requestAnimationFrame(() => setTimeout(done)))');
      expect(await look(page, 'window.shifts'), where).toEqual([]);
      expect(await look(page, 'window.refusals'), where).toEqual([]);
    }
  });

  test('dark is dark and light is light', async () => {
    const lightness = async (colorScheme: 'light' | 'dark') => {
      await using opened = await open('/', { colorScheme });
      const color = await look<string>(
        opened.page,
        'getComputedStyle(document.documentElement).backgroundColor',
      );
      return Math.max(...color.match(/\d+/g)!.map(Number));
    };
    expect(await lightness('light')).toBeGreaterThan(240);
    expect(await lightness('dark')).toBeLessThan(40);
  });

  test('by keyboard: past the navigation, into the search, to what was found', async () => {
    await using opened = await open('/search');
    const { page } = opened;
    await page.keyboard.press('Tab');
    expect(await look(page, 'document.activeElement.className')).toBe('skip');
    expect(
      await look<number>(page, 'document.activeElement.getBoundingClientRect().left'),
    ).toBeGreaterThanOrEqual(0);
    await page.fill('#q', '"tide table" -lions');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/search\?q=/);
    expect(await page.inputValue('#q')).toBe('"tide table" -lions');
    await page.click('.entry h2 a');
    expect(await page.textContent('h1')).not.toBe('Search');
    expect(page.url()).toContain('/posts/');
  });

  test('the policy is in force: what is put into a page does not run', async () => {
    await using opened = await open('/');
    const { page } = opened;
    await look(
      page,
      `{
      const script = document.createElement('script');
      script.textContent = 'window.ran = true';
      document.body.append(script);
      document.body.setAttribute('style', 'color: red');
    }`,
    );
    expect(await look(page, 'window.ran')).toBeUndefined();
    expect(await look<string[]>(page, 'window.refusals')).not.toEqual([]);
  });

  test('on paper there is the text, without what only a screen can use', async () => {
    await using opened = await open(`/posts/${slug}`);
    await opened.page.emulateMedia({ media: 'print' });
    expect(await opened.page.isVisible('header.site nav')).toBe(false);
    expect(await opened.page.isVisible('.post .text')).toBe(true);
  });

  test('a page reads the same without JavaScript', async () => {
    await using opened = await open(`/posts/${slug}`, { javaScriptEnabled: false });
    expect(await opened.page.textContent('h1')).toBe('A field guide to tide tables');
  });
});
