// The public pages over real HTTP: what is served, to whom, in what form, under which headers.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { UserScope } from '../../../src/accounts/index.ts';
import { contentSecurityPolicy } from '../../../src/web/pages/security.ts';
import { markSnippet } from '../../../src/web/pages/view-others.ts';
import { createWebWorld, type WebWorld } from '../../support/web.ts';

const publicUrl = 'https://blog.example';
const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const curl = { accept: '*/*', 'user-agent': 'curl/8.11.0' };

let world: WebWorld;
let ada: UserScope;
let bob: UserScope;

beforeAll(async () => {
  world = await createWebWorld({ publicUrl, siteName: 'Harbour & Co' });
  ada = (await world.signUp('ada')).scope;
  bob = (await world.signUp('bob')).scope;
});
afterAll(() => world[Symbol.asyncDispose]());

async function publish(title: string, body = 'A body of some words.', tags: string[] = []) {
  const { id } = await world.blog.createPost(ada, { title, body, tags });
  return world.blog.publishPost(ada, { id });
}

function get(path: string, headers: Record<string, string> = browser) {
  return fetch(world.url + path, { headers, redirect: 'manual' });
}

const read = async (path: string, headers?: Record<string, string>) =>
  (await get(path, headers)).text();

test('the address of a message says how to open it, and the same of every room there may be', async () => {
  await world.chat.createRoom(bob, { slug: 'hidden-den', visibility: 'private' });
  await world.chat.sendMessage(bob, { room: 'hidden-den', body: 'secret', clientId: 's' });
  const pages = await Promise.all(
    ['hidden-den', 'nowhere-at', 'lobby'].map(async (slug) => {
      const response = await get(`/rooms/${slug}/1`);
      expect(response.headers.get('x-robots-tag')).toBe('noindex');
      return { status: response.status, body: (await response.text()).replaceAll(slug, 'SLUG') };
    }),
  );
  expect(pages[0]!.body).toContain(`<code>tui open ${publicUrl}/rooms/SLUG/1</code>`);
  expect(pages).toEqual([pages[0], pages[0], pages[0]]);
  expect(await read('/rooms/lobby/41', curl)).toContain(`tui open ${publicUrl}/rooms/lobby/41`);
  for (const path of ['/rooms/lobby/x', '/rooms/lobby/0', '/rooms/%3Cb%3E/1', '/rooms/lobby']) {
    const response = await get(path);
    expect(response.status).toBe(404);
    expect(await response.text()).not.toContain('<b>');
  }
});

test('a link into a room leads to a page that says how to come in, and nothing of any room', async () => {
  const { code } = await world.chat.createRoomInvite(ada, { room: 'lobby' });
  const page = await get('/join');
  expect([page.status, page.headers.get('x-robots-tag')]).toEqual([200, 'noindex']);
  expect(await page.text()).toContain(`tui rooms join LINK --server ${publicUrl}`);
  expect(await read('/join', curl)).toContain(`tui rooms join LINK --server ${publicUrl}`);
  // Also for who sends what belongs behind the #: a link that holds answers as one that does not.
  const [good, bad] = await Promise.all(
    [code, 'inv_nonsense'].map((sent) => read(`/join?${sent}`)),
  );
  expect(good).toBe(bad);
  expect(good).not.toContain('inv_');
});

describe('a post', () => {
  test('has its text, author, day, tags and comments on a page without script', async () => {
    const body = '# Part\n\nSome *words* <b>here</b>.';
    const { id, slug } = await publish('On <tides> & "moons"', body, ['tides', 'c++']);
    await world.blog.createComment(bob, { postId: id, body: 'I **agree** <script>' });
    const page = await read(`/posts/${slug}`);
    expect(page).toContain('<h1 dir="auto">On &lt;tides&gt; &amp; &quot;moons&quot;</h1>');
    expect(page).toContain('<h2 id="section-part">Part</h2>');
    expect(page).toContain('<em>words</em> &lt;b&gt;here&lt;/b&gt;');
    expect(page).toContain('<a href="/@ada" rel="author"><bdi>ada</bdi></a>');
    expect(page).toMatch(/<time datetime="\d{4}-[^"]+Z">\d+ \w+ \d{4}<\/time>/);
    expect(page).toContain('<a href="/tags/c%2B%2B" rel="tag">#<bdi>c++</bdi></a>');
    expect(page).toContain('>1 comment</h2>');
    expect(page).toContain('<strong>agree</strong> &lt;script&gt;');
    expect(page).toContain('1 min read');
    expect(page).not.toMatch(/<script|style="|\son\w+="/i);
  });

  test('has a head that tells other programs what it is', async () => {
    const { slug } = await publish('Heads & tails', 'First paragraph.\n\nSecond.', ['meta']);
    const head = (await read(`/posts/${slug}`, { ...browser, host: 'evil.example' })).split(
      '</head>',
    )[0]!;
    expect(head).toContain('<html lang="en">');
    expect(head).toContain('<title>Heads &amp; tails · Harbour &amp; Co</title>');
    expect(head).toContain('<meta name="description" content="First paragraph. Second.">');
    expect(head).toContain(`<link rel="canonical" href="${publicUrl}/posts/${slug}">`);
    expect(head).toContain('<meta property="og:type" content="article">');
    expect(head).toContain(`<meta property="og:url" content="${publicUrl}/posts/${slug}">`);
    expect(head).toContain('<meta property="article:tag" content="meta">');
    for (const file of ['feed.xml', 'rss.xml', 'feed.json']) expect(head).toContain(`"/${file}"`);
    expect(head).not.toContain('evil.example');
  });

  test('counts its readers, once whatever the form they read', async () => {
    const { id, slug } = await publish('To be counted');
    for (const ending of ['', '.md', '.txt', '']) await read(`/posts/${slug}${ending}`);
    await world.views.flush();
    expect((await world.blog.getPost(ada, { id })).views).toBe(1);
  });

  test('row 50: is not there before it is published, nor after it was taken back', async () => {
    const { id, slug } = await world.blog.createPost(ada, {
      title: 'Half a thought',
      body: 'Not yet for others.',
    });
    const statuses = async () =>
      Promise.all(
        ['', '.md', '.txt'].map(async (ending) => (await get(`/posts/${slug}${ending}`)).status),
      );
    expect(await statuses()).toEqual([404, 404, 404]);
    await world.blog.publishPost(ada, { id });
    expect(await statuses()).toEqual([200, 200, 200]);
    await world.blog.unpublishPost(ada, { id });
    expect(await statuses()).toEqual([404, 404, 404]);
  });

  test('is found by its old slug, which leads to the new one', async () => {
    const { id, slug, version } = await publish('Old name of a post');
    const renamed = await world.blog.updatePost(ada, { id, version, title: 'New name of a post' });
    expect(renamed.slug).not.toBe(slug);
    const response = await get(`/posts/${slug}`);
    expect(response.status).toBe(301);
    expect(response.headers.get('location')).toBe(`/posts/${renamed.slug}`);
    const text = await get(`/posts/${slug}.txt`);
    expect(text.headers.get('location')).toBe(`/posts/${renamed.slug}.txt`);
  });

  test('says to curl without -L where it went, and leaves no cache a way that may turn around', async () => {
    const { id, slug, version } = await publish('There and back');
    const away = await world.blog.updatePost(ada, { id, version, title: 'Away for a while' });
    const moved = await get(`/posts/${slug}`, curl);
    expect(moved.headers.get('cache-control')).toBe('no-cache');
    expect(await moved.text()).toBe(`Moved to ${publicUrl}/posts/${away.slug}\n`);
    const back = { id, version: away.version, title: 'There and back' };
    expect((await world.blog.updatePost(ada, back)).slug).toBe(slug);
    expect((await get(`/posts/${slug}`)).status).toBe(200);
    expect((await get(`/posts/${away.slug}`)).headers.get('location')).toBe(`/posts/${slug}`);
  });

  test('row 98: no mark turns its letters around', async () => {
    const { id, slug } = await publish(
      'Directions',
      'an `invoice\u202egpj.exe` and \u2067evil\u2069',
    );
    await world.blog.createComment(bob, { postId: id, body: 'photo\u202egnp.exe &#8238;x' });
    const pages = [
      `/posts/${slug}`,
      `/posts/${slug}.txt`,
      '/',
      '/feed.xml',
      '/rss.xml',
      '/feed.json',
    ];
    for (const path of pages) {
      const text = await read(path);
      expect(text, path).not.toMatch(/[\u202a-\u202e\u2066-\u2069]|\\u202e/i);
    }
    expect(await read(`/posts/${slug}`)).toContain('invoicegpj.exe');
  });

  test('shows comments as threads, tombstones without a word of theirs, and all of them', async () => {
    const { id, slug } = await publish('A long discussion');
    const first = await world.blog.createComment(bob, { postId: id, body: 'First!' });
    const gone = await world.blog.createComment(bob, {
      postId: id,
      body: 'Regretted.',
      parentId: first.id,
    });
    let parentId = gone.id;
    for (let depth = 2; depth < 12; depth += 1) {
      const body = `Answer ${depth}`;
      parentId = (await world.blog.createComment(ada, { postId: id, body, parentId })).id;
    }
    await world.blog.deleteComment(bob, { id: gone.id });
    const page = await read(`/posts/${slug}`);
    expect(page).toContain('A comment that was deleted.');
    expect(page).not.toContain('Regretted');
    for (let depth = 2; depth < 12; depth += 1) expect(page).toContain(`Answer ${depth}<`);
    expect(page.split('<ol>').length - 1).toBeLessThanOrEqual(6);
    expect(page).toMatch(/to <a href="#comment-[^"]+"><bdi>ada<\/bdi>/);
  });

  test('row 55: a hundred comments a page, the rest behind a link', async () => {
    const { id, slug } = await publish('A very long discussion');
    await world.repo.sql`
      insert into comments (id, post_id, author_id, body, created_at)
      select gen_random_uuid(), ${id}, ${bob.user.id}, 'Comment ' || n,
        date_trunc('milliseconds', now()) + n * interval '1 ms'
      from generate_series(1, 101) n`;
    const page = await read(`/posts/${slug}`);
    expect(page.match(/<article class="comment"/g)).toHaveLength(100);
    const next = /<a href="([^"]+)">Later comments/.exec(page)![1]!.replaceAll('&amp;', '&');
    const rest = await read(next.split('#')[0]!);
    expect(rest.match(/<article class="comment"/g)).toHaveLength(1);
    expect(rest).toContain('Comment 101');
    expect((await get(`/posts/${slug}?comments=nonsense`)).status).toBe(400);
  });
});

describe('forms of a post', () => {
  const hostile = 'Look:\n\n\u202eevil\u202c &#27;[2J and a line ';
  const long = 'of many words that goes on and on '.repeat(5);

  test('browsers get HTML, curl gets text, and who asks for something gets that', async () => {
    const { slug } = await publish('Forms of things', `Words.\n\n${long}`);
    const type = async (headers: Record<string, string>, ending = '') =>
      (await get(`/posts/${slug}${ending}`, headers)).headers.get('content-type')?.split(';')[0];
    expect(await type(browser)).toBe('text/html');
    expect(await type(curl)).toBe('text/plain');
    expect(await type({ accept: '*/*', 'user-agent': 'PreviewBot/1.0' })).toBe('text/html');
    expect(await type({ accept: 'text/markdown' })).toBe('text/markdown');
    expect(await type({ accept: 'text/plain;q=0.5, text/html;q=0.4' })).toBe('text/plain');
    expect(await type({ accept: 'text/html', 'user-agent': 'curl/8.11.0' })).toBe('text/html');
    expect(await type({ accept: 'application/json' })).toBe('text/html');
    expect(await type(browser, '.md')).toBe('text/markdown');
    expect(await type(browser, '.txt')).toBe('text/plain');
  });

  test('what depends on the program asking is not kept by shared caches', async () => {
    const { slug } = await publish('Caches of things');
    const byAccept = await get(`/posts/${slug}`);
    expect(byAccept.headers.get('vary')).toBe('Accept');
    expect(byAccept.headers.get('cache-control')).toMatch(/^public/);
    const byAgent = await get(`/posts/${slug}`, curl);
    expect(byAgent.headers.get('vary')).toBe('Accept');
    expect(byAgent.headers.get('cache-control')).toMatch(/^private/);
    expect((await get(`/posts/${slug}.txt`)).headers.get('vary')).toBeNull();
  });

  test('rows 87–98: text is inert in a terminal, in every form that is printed to one', async () => {
    const { slug } = await publish('Terminal of things', `${hostile}\n\n\`\`\`\n${long}\n\`\`\``);
    for (const path of [`/posts/${slug}.txt`, `/posts/${slug}.md`, '/', '/@ada']) {
      const text = await read(path, curl);
      expect(text).not.toMatch(/(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u);
    }
  });

  test('text is wrapped, code is not, and the source has front matter', async () => {
    const tags = ['quotes'];
    const body = `${long.trim()}\n\n> ${long.trim()}\n\n\`\`\`\n${long.trim()}\n\`\`\``;
    const { slug } = await publish('Say: "wrap" it', body, tags);
    const text = await read(`/posts/${slug}.txt`);
    const rows = text.split('\n');
    expect(rows.slice(0, 2)).toEqual(['Say: "wrap" it', '==============']);
    expect(rows.filter((row) => row.length > 78)).toEqual([long.trim()]);
    expect(rows.filter((row) => row.startsWith('> ')).length).toBeGreaterThan(1);
    expect(text).toContain(`${publicUrl}/posts/${slug}`);
    const source = await read(`/posts/${slug}.md`);
    expect(source).toMatch(/^---\ntitle: "Say: \\"wrap\\" it"\n/);
    expect(source).toContain('tags: ["quotes"]');
    expect(source.endsWith(`${body}\n`)).toBe(true);
  });
});

describe('lists', () => {
  test('the front page goes on to older posts, each once', async () => {
    await using other = await createWebWorld({ publicUrl });
    const { scope } = await other.signUp('cyd');
    for (let n = 1; n <= 45; n += 1) {
      const { id } = await other.blog.createPost(scope, {
        title: `Post ${n}`,
        body: 'Some words.',
      });
      await other.blog.publishPost(scope, { id });
    }
    const seen: string[] = [];
    let path: string | undefined = '/';
    let pages = 0;
    while (path !== undefined) {
      const page: string = await (await fetch(other.url + path, { headers: browser })).text();
      seen.push(...[...page.matchAll(/<h2 dir="auto"><a [^>]*>(.*?)<\/a>/g)].map((m) => m[1]!));
      path = /<a href="([^"]+)" rel="next">/.exec(page)?.[1]?.replaceAll('&amp;', '&');
      pages += 1;
      if (pages > 1) expect(page).toContain('← Newest');
      if (pages > 1) expect(page).toContain('<meta name="robots" content="noindex">');
    }
    expect(pages).toBe(3);
    expect(seen).toEqual(Array.from({ length: 45 }, (_, index) => `Post ${45 - index}`));
  });

  test('a page of a list is the same few statements, however many posts it has', async () => {
    await get('/');
    world.takeQueries();
    await get('/');
    // The list itself may come from the cache.
    expect(world.takeQueries().length).toBeLessThanOrEqual(2);
  });

  test('authors have a page when they published, and others do not', async () => {
    await publish('By a name');
    await world.accounts.updateProfile(ada, { displayName: 'Ada Q.', bio: 'Line one\n<b>two</b>' });
    const page = await read('/@ada');
    expect(page).toContain('<h1 dir="auto">Ada Q.</h1>');
    expect(page).toContain('&lt;b&gt;two&lt;/b&gt;');
    expect(page).toContain('href="/@ada/feed.xml"');
    expect(page).not.toMatch(/ada@example\.org/);
    expect((await get('/@bob')).status).toBe(404);
    expect((await get('/@nobody')).status).toBe(404);
    expect((await get('/@ADA')).headers.get('location')).toBe('/@ada');
  });

  test('tags have a page when a published post has them', async () => {
    await publish('With tags', undefined, ['c++', 'node.js']);
    await world.blog.createPost(ada, { title: 'Draft', body: 'Not to be seen.', tags: ['hidden'] });
    expect(await read('/tags/c++')).toContain('With tags');
    expect(await read('/tags/c%2B%2B')).toContain('<h1 dir="auto">#c++</h1>');
    expect((await get('/tags/Node.JS')).headers.get('location')).toBe('/tags/node.js');
    expect((await get('/tags/hidden')).status).toBe(404);
    expect((await get('/tags/%20')).status).toBe(404);
    expect(await read('/tags', curl)).toMatch(/^#c\+\+ \d+$/m);
    const tags = await read('/tags');
    expect(tags).toContain('href="/tags/node.js"');
    expect(tags).not.toContain('hidden');
  });

  test('searching is a link, what was found is marked, and what was asked is text', async () => {
    await publish('Of zebras', 'A zebra <i>crossing</i> the harbour.');
    const page = await read('/search?q=zebra');
    expect(page).toContain('<mark>zebra</mark>');
    expect(page).toContain('value="zebra"');
    expect(markSnippet('a \u0002<b>\u0003 & \u0002c').toString()).toBe(
      'a <mark>&lt;b&gt;</mark> &amp; <mark>c</mark>',
    );
    const none = await read(`/search?q=${encodeURIComponent('"><script>x')}`);
    expect(none).toContain('value="&quot;&gt;&lt;script&gt;x"');
    expect(none).not.toContain('<script');
    const long = await get(`/search?q=${'x'.repeat(300)}`);
    expect(await long.text()).toContain('must be at most 256 characters');
    expect(await read('/search')).toContain('<form class="search"');
    expect(await read('/search?q=zebra&q=lion')).toContain('value=""');
  });
});

describe('every answer', () => {
  const paths = ['/', '/posts/nothing', '/@nobody', '/tags', '/search', '/nowhere', '/robots.txt'];

  test.each(paths)('%s keeps to itself', async (path) => {
    const { headers } = await get(path);
    expect(headers.get('content-security-policy')).toBe(contentSecurityPolicy);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('permissions-policy')).toContain('camera=()');
    expect(headers.get('set-cookie')).toBeNull();
  });

  test('the policy has no hole, and calls are not under it', async () => {
    expect(contentSecurityPolicy).toMatch(/^default-src 'none'/);
    expect(contentSecurityPolicy).not.toMatch(/unsafe|\*|https?:|data:/);
    const call = await get('/trpc/system.info');
    expect(call.status).toBe(200);
    expect(call.headers.get('content-security-policy')).toBeNull();
  });

  test('no form changes anything: the day one does, it needs a defence against forgery', async () => {
    const { slug } = await publish('A post with forms');
    for (const path of ['/', `/posts/${slug}`, '/@ada', '/tags', '/search?q=x', '/nowhere']) {
      for (const [form] of (await read(path)).matchAll(/<form[^>]*>/g)) {
        expect(form).toContain('method="get"');
      }
      const post = await fetch(world.url + path, { method: 'POST' });
      expect(post.status).toBe(404);
    }
  });

  test('is the same whoever asks: no token and no cookie is looked at', async () => {
    const { token } = await world.signUp(`eve${Date.now() % 1_000}`);
    const plain = await read('/');
    const authorization = `Bearer ${token}`;
    expect(await read('/', { ...browser, authorization, cookie: 'a=b' })).toBe(plain);
  });

  test('what is not there is said in the form that the reader reads, with its status', async () => {
    const page = await get('/nowhere');
    expect(page.status).toBe(404);
    expect(await page.text()).toContain('<h1>Not found</h1>');
    const text = await get('/posts/nothing', curl);
    expect(text.status).toBe(404);
    expect(await text.text()).toBe('There is no such post.\n');
    const json = await get('/nowhere', { accept: 'application/json' });
    expect(await json.json()).toMatchObject({ error: { code: 'not_found' } });
    expect(page.headers.get('cache-control')).toBe('no-store');
    for (const path of ['/posts/%00', `/posts/${'x'.repeat(1_500)}`, '/@%00', '/posts/..%2f..']) {
      expect((await get(path)).status).toBe(404);
    }
    expect((await get('/?cursor=nonsense')).status).toBe(400);
  });

  test('a fault inside is told by its number only', async () => {
    await using broken = await createWebWorld();
    await broken.repo.sql`alter table posts rename column title to heading`;
    const response = await fetch(broken.url, { headers: browser });
    expect(response.status).toBe(500);
    expect(await response.text()).not.toMatch(/heading|column|select/);
  });

  test('is not sent again to who has it', async () => {
    const { slug } = await publish('To be kept');
    const path = `/posts/${slug}`;
    const first = await get(path);
    const etag = first.headers.get('etag')!;
    const again = await get(path, { ...browser, 'if-none-match': `"x", W/${etag}` });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
    expect(again.headers.get('etag')).toBe(etag);
    const { id } = await world.blog.getPost(ada, { slug });
    await world.blog.createComment(bob, { postId: id, body: 'News' });
    expect((await get(path, { ...browser, 'if-none-match': etag })).status).toBe(200);
    const head = await fetch(world.url + path, { method: 'HEAD', headers: browser });
    expect(head.status).toBe(200);
  });

  test('the stylesheet is of this house, and kept for ever under a name of its own', async () => {
    const page = await read('/');
    const path = /<link rel="stylesheet" href="([^"]+)">/.exec(page)![1]!;
    const style = await get(path);
    expect(style.headers.get('content-type')).toBe('text/css; charset=utf-8');
    expect(style.headers.get('cache-control')).toContain('immutable');
    expect(await style.text()).not.toMatch(/url\(|@import/);
    expect((await get('/favicon.ico')).status).toBe(302);
  });
});

test('pages have a limit of their own, and say how long to wait', async () => {
  await using small = await createWebWorld({ rates: { api: { points: 2, seconds: 60 } } });
  const statuses: number[] = [];
  for (let n = 0; n < 7; n += 1) {
    statuses.push((await fetch(small.url, { headers: browser })).status);
  }
  expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429]);
  const refused = await fetch(small.url, { headers: browser });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await fetch(`${small.url}/trpc/system.info`)).status).toBe(200);
});

test('below a path of the public URL every link has that path', async () => {
  await using nested = await createWebWorld({ publicUrl: 'https://example.org/blog' });
  const { scope } = await nested.signUp('ada');
  const { id, slug } = await nested.blog.createPost(scope, { title: 'Deep', body: 'Some words.' });
  await nested.blog.publishPost(scope, { id });
  const page = await (await fetch(nested.url, { headers: browser })).text();
  const links = [...page.matchAll(/(?:href|action)="(\/[^"]*)"/g)].map((match) => match[1]!);
  expect(links.length).toBeGreaterThan(5);
  for (const link of links) expect(link).toMatch(/^\/blog\//);
  expect(page).toContain(`href="/blog/posts/${slug}"`);
  expect(page).toContain('<link rel="canonical" href="https://example.org/blog/">');
});
