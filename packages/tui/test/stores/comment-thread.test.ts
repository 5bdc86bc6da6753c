// Comments in whatever order they come: the same thread results, and nobody's claim about it harms.

import type { CommentView } from '@parley/shared/blog';
import type { CommentEvent } from '@parley/shared/events';
import { displayWidth } from '@parley/shared/text';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyThread, reduceThread, reduceThreads } from '../../src/stores/comment-thread.ts';
import { threadRows } from '../../src/stores/rows/comment-rows.ts';
import { buildThread, type ThreadItem } from '../../src/stores/thread-timeline.ts';
import { parseCommentEvent, parseCommentPage } from '../../src/stores/wire-comments.ts';

const postId = '00000000-0000-7000-8000-00000000000a';
const idOf = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 0, minute)).toISOString();

function makeComment(number: number, changes: Partial<CommentView> = {}): CommentView {
  return {
    id: idOf(number),
    postId,
    parentId: null,
    author: {
      id: idOf(900 + (number % 3)),
      username: ['ada', 'bob', 'eve'][number % 3]!,
      displayName: '',
    },
    body: `Comment ${number}`,
    createdAt: at(number),
    editedAt: null,
    deletedAt: null,
    ...changes,
  };
}

/** What the server does: the list as it is, and the event of each change. */
function createModel() {
  const comments = new Map<number, CommentView>();
  let minute = 1_000;
  return {
    change(number: number, kind: 'write' | 'edit' | 'delete'): CommentEvent | null {
      const known = comments.get(number);
      minute += 1;
      if (known === undefined) {
        if (kind !== 'write') return null;
        const parents = [...comments.values()].filter(({ deletedAt }) => deletedAt === null);
        const parentId = number % 2 ? (parents.at(-1)?.id ?? null) : null;
        const comment = makeComment(number, { parentId, createdAt: at(minute) });
        comments.set(number, comment);
        return { type: 'comment.created', comment };
      }
      if (known.deletedAt !== null || kind === 'write') return null;
      if (kind === 'edit') {
        const comment = { ...known, body: `Edited at ${minute}`, editedAt: at(minute) };
        comments.set(number, comment);
        return { type: 'comment.updated', comment };
      }
      const deletedAt = at(minute);
      comments.set(number, { ...known, body: '', deletedAt });
      return { type: 'comment.deleted', id: known.id, postId, deletedAt };
    },
    list: () => [...comments.values()].sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1)),
  };
}

const step = fc.record({
  do: fc.constantFrom('change', 'change', 'change', 'ask', 'answer'),
  number: fc.nat(12),
  kind: fc.constantFrom('write' as const, 'edit' as const, 'delete' as const),
  isTwice: fc.boolean(),
});

describe('I11: events over an old snapshot are a fresh snapshot', () => {
  it('however late the snapshot comes, and whatever comes twice', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const model = createModel();
        let thread = emptyThread;
        const onWay: CommentView[][] = [model.list()];
        const answer = (items = onWay.shift()) => {
          if (items !== undefined)
            thread = reduceThread(thread, { type: 'loaded', items, isLast: true });
        };
        for (const { do: what, number, kind, isTwice } of steps) {
          if (what === 'ask') onWay.push(model.list());
          else if (what === 'answer') answer();
          else {
            const event = model.change(number, kind);
            if (event === null) continue;
            thread = reduceThread(thread, { type: 'wire', event });
            if (isTwice) thread = reduceThread(thread, { type: 'wire', event });
          }
        }
        while (onWay.length > 0) answer();
        expect(thread.comments).toEqual(model.list());
      }),
    );
  });
});

const shape = (items: readonly ThreadItem[]) =>
  items.flatMap((item) =>
    item.kind === 'comment' ? [`${'>'.repeat(item.depth)}${item.comment.body}`] : [],
  );

describe('a thread', () => {
  it('puts answers below what they answer, not too far to the right', () => {
    const comments = [
      makeComment(1),
      makeComment(2),
      makeComment(3, { parentId: idOf(1) }),
      ...Array.from({ length: 6 }, (_, index) => {
        return makeComment(4 + index, { parentId: idOf(3 + index) });
      }),
    ];
    const items = buildThread({ ...emptyThread, comments, state: 'loaded' }, null);
    expect(shape(items)).toEqual([
      'Comment 1',
      '>Comment 3',
      '>>Comment 4',
      '>>>Comment 5',
      '>>>>Comment 6',
      '>>>>Comment 7',
      '>>>>Comment 8',
      '>>>>Comment 9',
      'Comment 2',
    ]);
  });

  it('shows each comment once, whatever parents are claimed: unknown, itself, in a circle, 5,000 deep', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(20)), { maxLength: 20 }), (parents) => {
        const comments = parents.map((parent, index) =>
          makeComment(index, { parentId: parent === null ? null : idOf(parent) }),
        );
        const thread = reduceThread(emptyThread, { type: 'loaded', items: comments, isLast: true });
        const shown = shape(buildThread(thread, null)).map((text) => text.replaceAll('>', ''));
        expect(shown.toSorted()).toEqual(comments.map(({ body }) => body).toSorted());
      }),
    );
    const deep = Array.from({ length: 5_000 }, (_, index) =>
      makeComment(index, { parentId: index === 0 ? null : idOf(index - 1) }),
    );
    expect(shape(buildThread({ ...emptyThread, comments: deep }, null))).toHaveLength(5_000);
  });

  it('marks what is new since one was there, but not my own', () => {
    const opened = reduceThread(emptyThread, { type: 'opened', seen: at(2) });
    const items = [makeComment(1), makeComment(3), makeComment(4), makeComment(5)];
    const thread = reduceThread(opened, { type: 'loaded', items, isLast: true });
    const isNew = (list: readonly ThreadItem[]) =>
      list.flatMap((item) => (item.kind === 'comment' && item.isNew ? [item.comment.body] : []));
    expect(isNew(buildThread(thread, idOf(900)))).toEqual(['Comment 4', 'Comment 5']);
    const first = [
      { type: 'opened', seen: null } as const,
      { type: 'loaded', items, isLast: true } as const,
    ].reduce(reduceThread, emptyThread);
    expect(isNew(buildThread(first, null))).toEqual([]);
    const event = { type: 'comment.created', comment: makeComment(9) } as const;
    const later = reduceThread(first, { type: 'wire', event });
    expect(isNew(buildThread(later, null))).toEqual(['Comment 9']);
  });

  it('an own line shows once, whichever comes first: its answer or its event', () => {
    const pending = { clientId: 'c', body: 'Mine', at: at(1) };
    const comment = makeComment(0, { body: 'Mine' });
    const queued = { type: 'outbox', event: { type: 'queued', pending } } as const;
    const sending = { type: 'outbox', event: { type: 'sending', clientId: 'c' } } as const;
    const stored = { type: 'stored', clientId: 'c', comment } as const;
    const wire = { type: 'wire', event: { type: 'comment.created', comment } } as const;
    for (const inputs of [
      [queued, sending],
      [queued, sending, wire],
      [queued, sending, wire, stored],
      [queued, sending, stored, wire],
    ]) {
      const thread = inputs.reduce(reduceThread, emptyThread);
      const items = buildThread(thread, idOf(900));
      const shown = items.filter(({ kind }) => kind === 'comment' || kind === 'pending');
      expect(shown).toHaveLength(1);
    }
  });

  it('threads of many posts are let go, but none in which a line waits', () => {
    const pending = { clientId: 'c', body: 'Mine', at: at(1) };
    const first = reduceThreads(new Map(), 'waiting', {
      type: 'outbox',
      event: { type: 'queued', pending },
    });
    const many = Array.from({ length: 100 }, (_, index) => `post ${index}`);
    const threads = many.reduce((known, id) => reduceThreads(known, id, { type: 'asked' }), first);
    expect(threads.size).toBeLessThanOrEqual(31);
    expect(threads.has('waiting')).toBe(true);
    expect(threads.has('post 99')).toBe(true);
  });
});

describe('what a server may send', () => {
  it('anything is taken without harm; comments of other posts fall away', () => {
    fc.assert(
      fc.property(fc.anything(), (delivery) => {
        parseCommentEvent(delivery, postId);
        expect(parseCommentPage(delivery, postId).items.length).toBeLessThanOrEqual(200);
      }),
    );
    const other = { ...makeComment(1), postId: idOf(7) };
    expect(parseCommentEvent({ type: 'comment.created', comment: other }, postId)).toBeUndefined();
    const page = parseCommentPage(
      { items: [other, null, { ...makeComment(2), body: 'x'.repeat(1e6) }], nextCursor: '' },
      postId,
    );
    expect(page.items).toHaveLength(1);
    expect(page.items[0]!.body).toHaveLength(16_384);
  });

  it('row 103: every row of every comment begins with its author’s gutter and fits', () => {
    const bodies = fc.array(
      fc.constantFrom(
        'words and ',
        '\n',
        '\u001b]52;c;x\u0007',
        '\u202e',
        '漢字',
        ' │ ',
        '> ',
        '```\n',
      ),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(
        bodies,
        fc.integer({ min: 0, max: 4 }),
        fc.integer({ min: 40, max: 160 }),
        (parts, depth, columns) => {
          const comment = makeComment(1, { body: parts.join('') });
          const item = {
            kind: 'comment',
            key: 'c',
            comment,
            depth,
            time: '10:00',
            isNew: false,
          } as const;
          const frame = { columns, myName: null, unfolded: new Set<string>(), unfoldKey: 'z' };
          for (const row of threadRows(item, frame)) {
            const text = row.map((span) => span.text).join('');
            expect(text.slice(0, 7)).toMatch(/^( 10:00 | {7})$/);
            expect(row[2]?.text).toBe(' │ ');
            expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
            expect(displayWidth(text)).toBeLessThanOrEqual(columns);
          }
        },
      ),
    );
  });
});
