// The lists of posts: whatever order answers and events come in, they end as the server has them.

import type { PostListItem } from '@parley/shared/blog';
import type { PostEvent } from '@parley/shared/events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyThread, reduceThread } from '../../src/stores/comment-thread.ts';
import { tellCommentCount } from '../../src/stores/post-counts.ts';
import { formatFilter, parseFilter } from '../../src/stores/post-filter.ts';
import {
  initialPosts,
  type PostsInput,
  type PostsState,
  type PostTab,
  reducePosts,
} from '../../src/stores/posts.ts';
import { parsePostEvent, parsePostPage } from '../../src/stores/wire-posts.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 2, 1) + minute * 60_000).toISOString();

function makePost(number: number, changes: Partial<PostListItem> = {}): PostListItem {
  const id = `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;
  return {
    id,
    title: `Post ${number}`,
    slug: `post-${number}`,
    state: 'published',
    author: {
      id: `00000000-0000-4000-8000-00000000000${number % 2}`,
      username: number % 2 ? 'ada' : 'bob',
      displayName: '',
    },
    tags: number % 3 ? ['news'] : [],
    version: 1,
    commentCount: 0,
    views: number % 4,
    publishAt: null,
    publishedAt: at(number),
    createdAt: at(number),
    updatedAt: at(number),
    ...changes,
  };
}

/** What the server does: the list as it is, and the event of each change. */
function createModel() {
  const posts = new Map<number, PostListItem>();
  let minute = 100;
  return {
    change(number: number, kind: 'publish' | 'update' | 'retag' | 'unpublish' | 'delete') {
      const known = posts.get(number);
      minute += 1;
      if (known === undefined) {
        if (kind !== 'publish') return null;
        const post = makePost(number, { publishedAt: at(minute) });
        posts.set(number, post);
        return { type: 'post.published', post } satisfies PostEvent;
      }
      if (kind === 'unpublish' || kind === 'delete') {
        posts.delete(number);
        const type = kind === 'delete' ? 'post.deleted' : 'post.unpublished';
        return { type, id: known.id } satisfies PostEvent;
      }
      const tags = kind === 'retag' ? (known.tags.length > 0 ? [] : ['news']) : known.tags;
      const post = { ...known, tags, version: known.version + 1, title: `Post at ${minute}` };
      posts.set(number, post);
      return { type: 'post.updated', post } satisfies PostEvent;
    },
    list(tab: PostTab): PostListItem[] {
      const all = [...posts.values()].filter(
        ({ tags, author }) =>
          tab !== 'filtered' || (tags.includes('news') && author.username === 'ada'),
      );
      const rank = (post: PostListItem) =>
        tab === 'filtered' ? post.views : Date.parse(post.publishedAt!);
      return all.sort((a, b) => rank(b) - rank(a) || (a.id < b.id ? 1 : -1));
    },
  };
}

const tabs = ['published', 'filtered'] as const;
const kinds = ['publish', 'update', 'retag', 'unpublish', 'delete'] as const;
const step = fc.oneof(
  fc.record({
    do: fc.constant('change' as const),
    number: fc.nat(9),
    kind: fc.constantFrom(...kinds),
  }),
  fc.record({
    do: fc.constantFrom('ask' as const, 'answer' as const),
    tab: fc.constantFrom(...tabs),
  }),
);

describe('I11: events over an old snapshot are a fresh snapshot', () => {
  it('whenever the snapshot was taken and however late it comes', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const model = createModel();
        const onWay: { tab: PostTab; asked: number; items: PostListItem[] }[] = [];
        let posts = reducePosts(initialPosts, {
          type: 'filtered',
          filter: { author: 'ada', tags: ['news'], sort: 'views' },
        });
        const ask = (tab: PostTab) => {
          posts = reducePosts(posts, { type: 'asked', tab });
          onWay.push({ tab, asked: posts[tab].asked, items: model.list(tab) });
        };
        const answer = (answered = onWay.shift()) => {
          if (answered === undefined) return;
          posts = reducePosts(posts, {
            type: 'loaded',
            ...answered,
            nextCursor: null,
            isMore: false,
          });
        };
        for (const tab of tabs) ask(tab);
        for (const one of steps) {
          if (one.do === 'ask') ask(one.tab);
          else if (one.do === 'answer') answer();
          else if ('number' in one) {
            const event = model.change(one.number, one.kind);
            if (event !== null) posts = reducePosts(posts, { type: 'wire', event });
          }
        }
        while (onWay.length > 0) answer();
        for (const tab of tabs) expect(posts[tab].items).toEqual(model.list(tab));
      }),
    );
  });

  it('a partly loaded list is the beginning of the server’s, and paged to its end it is all of it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ number: fc.nat(30), kind: fc.constantFrom(...kinds) }), {
          maxLength: 40,
        }),
        (changes) => {
          const model = createModel();
          for (let number = 0; number < 20; number += 1) model.change(number, 'publish');
          let posts = reducePosts(initialPosts, { type: 'asked', tab: 'published' });
          posts = load(posts, model.list('published').slice(0, 8), {
            isMore: false,
            hasMore: true,
          });
          for (const { number, kind } of changes) {
            const event = model.change(number, kind);
            if (event !== null) posts = reducePosts(posts, { type: 'wire', event });
          }
          const fresh = model.list('published');
          const shown = posts.published.items;
          expect(shown).toEqual(fresh.slice(0, shown.length));
          posts = reducePosts(posts, { type: 'asked', tab: 'published' });
          posts = load(posts, fresh.slice(shown.length), { isMore: true, hasMore: false });
          expect(posts.published.items).toEqual(fresh);
        },
      ),
    );
  });
});

function load(
  posts: PostsState,
  items: readonly PostListItem[],
  { isMore, hasMore }: { isMore: boolean; hasMore: boolean },
): PostsState {
  const { asked } = posts.published;
  const nextCursor = hasMore ? 'more' : null;
  return reducePosts(posts, { type: 'loaded', tab: 'published', asked, items, nextCursor, isMore });
}

describe('what I do myself', () => {
  it('a post taken back stays among mine, whichever comes first: the answer or the event', () => {
    const post = { ...makePost(1), body: 'Text that is long enough.' };
    const published = reducePosts(initialPosts, { type: 'fetched', post });
    expect(published.published.items).toHaveLength(1);
    const event: PostEvent = { type: 'post.unpublished', id: post.id };
    const fetched = {
      type: 'fetched',
      post: { ...post, state: 'unpublished', version: 2 },
    } as const;
    const answerFirst = [fetched, { type: 'wire', event } as const].reduce(reducePosts, published);
    const eventFirst = [{ type: 'wire', event } as const, fetched].reduce(reducePosts, published);
    for (const posts of [answerFirst, eventFirst]) {
      expect(posts.published.items).toEqual([]);
      expect(posts.mine.items).toMatchObject([{ id: post.id, state: 'unpublished' }]);
    }
  });

  it('what was read stays to be read when the public loses it, and is said to be gone', () => {
    const post = { ...makePost(1), body: 'Text that is long enough.' };
    const read = reducePosts(initialPosts, { type: 'fetched', post });
    const lost = reducePosts(read, { type: 'wire', event: { type: 'post.deleted', id: post.id } });
    expect(lost.read.get(post.id)).toBe(post);
    expect(lost.gone.get(post.id)).toBe('deleted');
    const back = reducePosts(lost, { type: 'fetched', post: { ...post, version: 3 } });
    expect(back.gone.size).toBe(0);
  });
});

describe('filters as one types them', () => {
  it.each([
    ['tag:release author:ada sort:views', { author: 'ada', tags: ['release'], sort: 'views' }],
    ['#Release  @ada,#two', { author: 'ada', tags: ['release', 'two'], sort: 'published' }],
    ['', { author: null, tags: [], sort: 'published' }],
  ])('%j', (line, expected) => {
    expect(parseFilter(line)).toEqual(expected);
  });

  it('what is no filter is said, and what was written is read back', () => {
    for (const line of ['word', 'tag:', 'sort:best', 'tag:a/b', 'author:', '__proto__:x']) {
      expect(parseFilter(line), line).toHaveProperty('problem');
    }
    const filter = parseFilter('author:ada #b #a sort:newest');
    expect('problem' in filter ? filter : parseFilter(formatFilter(filter))).toEqual(filter);
  });
});

describe('what a server may answer', () => {
  it('anything is taken without harm, and one bad post does not cost the others', () => {
    fc.assert(
      fc.property(fc.anything(), (answer) => {
        parsePostEvent(answer);
        expect(parsePostPage(answer).items.length).toBeLessThanOrEqual(200);
      }),
    );
    const page = parsePostPage({
      items: [null, { ...makePost(1), title: 'x'.repeat(100_000) }, { id: '__proto__' }],
      nextCursor: 7,
    });
    expect(page.items).toHaveLength(1);
    expect(page.items[0]!.title).toHaveLength(255);
    expect(page.nextCursor).toBeNull();
  });
});

describe('coming back from a post', () => {
  const own = makePost(1, { state: 'scheduled', publishAt: at(9_000), publishedAt: null });
  const comment = {
    id: '00000000-0000-7000-8000-0000000000c1',
    postId: own.id,
    parentId: null,
    author: own.author,
    body: 'First',
    createdAt: at(1),
    editedAt: null,
    deletedAt: null,
  };

  it('finds one of my own that is not public still among what was found', () => {
    const inputs: PostsInput[] = [
      { type: 'search', input: { type: 'opened', text: 'post' } },
      { type: 'search', input: { type: 'asked', query: 'post' } },
      {
        type: 'search',
        input: {
          type: 'answered',
          asked: 1,
          items: [{ ...own, snippet: 'post' }],
          nextCursor: null,
          isMore: false,
        },
      },
      { type: 'fetched', post: { ...own, title: 'Read now', body: 'A body.' } },
    ];
    const { search, published, mine } = inputs.reduce(reducePosts, initialPosts);
    expect(search?.items.map(({ title }) => title)).toEqual(['Read now']);
    expect([published.items.length, mine.items.length]).toEqual([0, 1]);
  });

  it('finds as many comments told in the lists as were below the text', () => {
    const post = makePost(1);
    const posts = [
      { type: 'wire', event: { type: 'post.published', post } },
      { type: 'fetched', post: { ...post, body: 'A body.' } },
    ] satisfies PostsInput[];
    const before = posts.reduce(reducePosts, initialPosts);
    const loading = reduceThread(emptyThread, { type: 'asked' });
    expect(tellCommentCount(before, post.id, loading)).toBe(before);
    const items = [comment, { ...comment, id: own.id, deletedAt: at(2), body: '' }];
    const loaded = reduceThread(loading, { type: 'loaded', items, isLast: true });
    const after = tellCommentCount(before, post.id, loaded);
    expect(after.published.items.map(({ commentCount }) => commentCount)).toEqual([1]);
    expect(after.read.get(post.id)?.commentCount).toBe(1);
    expect(tellCommentCount(after, post.id, loaded).read).toBe(after.read);
  });
});
