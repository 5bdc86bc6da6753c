// Searching as one types: only the last question counts, and what was found is shown without harm.

import type { FoundPost } from '@parley/shared/blog';
import { displayWidth } from '@parley/shared/text';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  applyEventToSearch,
  type PostSearch,
  type PostSearchInput,
  reducePostSearch,
} from '../../src/stores/post-search.ts';
import { snippetRows } from '../../src/stores/rows/snippet-rows.ts';
import { parseFoundPage } from '../../src/stores/wire-posts.ts';

const foundFor = (query: string): FoundPost => ({
  id: `00000000-0000-7000-8000-${String(query.length).padStart(12, '0')}`,
  title: query,
  slug: 'slug',
  state: 'published',
  author: { id: '00000000-0000-4000-8000-000000000001', username: 'ada', displayName: '' },
  tags: [],
  version: 1,
  commentCount: 0,
  views: 0,
  publishAt: null,
  publishedAt: '2026-03-01T10:00:00.000Z',
  createdAt: '2026-03-01T10:00:00.000Z',
  updatedAt: '2026-03-01T10:00:00.000Z',
  snippet: query,
});

const run = (inputs: readonly PostSearchInput[]): PostSearch => {
  const opened = reducePostSearch(null, { type: 'opened', text: '' });
  return inputs.reduce((search, input) => reducePostSearch(search, input), opened)!;
};

test('in whatever order answers come, the last question’s is shown', () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-c]{1,3}$/), { minLength: 1, maxLength: 8 }),
      fc.array(fc.nat(), { maxLength: 20 }),
      (queries, order) => {
        const answers = queries.map(
          (query, index): PostSearchInput => ({
            type: 'answered',
            asked: index + 1,
            items: [foundFor(query)],
            nextCursor: null,
            isMore: false,
          }),
        );
        const late = order.map((pick) => answers[pick % answers.length]!);
        const asks = queries.map((query): PostSearchInput => ({ type: 'asked', query }));
        const last = queries.at(-1)!;
        const search = run([...asks, ...late, answers.at(-1)!, ...late]);
        expect(search.items.map(({ title }) => title)).toEqual([last]);
        expect(search.answered).toBe(last);
      },
    ),
  );
});

test('nothing to look for finds nothing, and a failure leaves what was found', () => {
  const asked: PostSearchInput = { type: 'asked', query: 'a' };
  const answered = { type: 'answered', asked: 1, nextCursor: null, isMore: false } as const;
  const found = [asked, { ...answered, items: [foundFor('a')] }] as const;
  expect(run([...found, { type: 'asked', query: '' }])).toMatchObject({ items: [], state: 'idle' });
  const failed = run([...found, asked, { type: 'failed', asked: 2, problem: 'No answer.' }]);
  expect(failed).toMatchObject({ state: 'failed', items: [{ title: 'a' }] });
  const { snippet: _, ...post } = { ...foundFor('a'), title: 'Another title', version: 2 };
  const updated = applyEventToSearch(failed, { type: 'post.updated', post });
  expect(updated?.items).toMatchObject([{ title: 'Another title', snippet: 'a' }]);
  expect(applyEventToSearch(failed, { type: 'post.deleted', id: post.id })?.items).toEqual([]);
});

test('rows 87–101: a snippet is at most two rows of inert text, its marks become a style', () => {
  const piece = fc.constantFrom(
    'word ',
    '\u0002',
    '\u0003',
    '\u001b]52;c;x\u0007',
    '\u009b2J',
    '漢',
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 60 }),
      fc.integer({ min: 1, max: 80 }),
      (pieces, columns) => {
        const rows = snippetRows(pieces.join(''), columns);
        expect(rows.length).toBeLessThanOrEqual(2);
        for (const row of rows) {
          const text = row.map((span) => span.text).join('');
          expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
          expect(displayWidth(text)).toBeLessThanOrEqual(Math.max(1, columns));
        }
      },
    ),
  );
  const [row] = snippetRows('some \u0002found\u0003 words', 40);
  expect(row?.find(({ text }) => text === 'found')?.style).toMatchObject({ bold: true });
  expect(parseFoundPage({ items: [{ ...foundFor('a'), snippet: 'x'.repeat(1e6) }] }).items).toEqual(
    [expect.objectContaining({ snippet: 'x'.repeat(1_000) })],
  );
});
