// What is remembered of reading comes back as it was, and nothing that lies in its place does harm.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createKeymap } from '../../src/keymap/index.ts';
import { type AppEvent, createAppState } from '../../src/stores/app-state.ts';
import { parseReading, restoreReading, takeReading } from '../../src/stores/reading-memory.ts';
import { reduceApp } from '../../src/stores/reduce-app.ts';
import { createScrollList } from '../../src/stores/scroll-list.ts';

const fresh = () =>
  createAppState({
    size: { columns: 80, rows: 24 },
    server: 'http://test',
    theme: 'none',
    keymap: createKeymap(),
  });

test('places and seen comments come back; the oldest beyond 200 are let go', () => {
  const list = createScrollList({ columns: 60, rows: 20 });
  const events = Array.from({ length: 300 }, (_, index): AppEvent[] => [
    {
      type: 'scrolled',
      list: `reader post-${index}`,
      state: { ...list, anchor: { key: `block ${index}`, index: index + 1, offset: 2 } },
    },
    { type: 'comments.seen', postId: `post-${index}`, at: '2026-03-01T10:00:00.000Z' },
  ]).flat();
  const state = [...events, events[2 * 150]!].reduce(reduceApp, fresh());
  const kept = parseReading(JSON.stringify(takeReading(state)));
  expect(kept?.places).toHaveLength(200);
  expect(kept?.places.at(-1)?.postId).toBe('post-150');
  expect(kept?.seen).toHaveLength(200);
  const restored = restoreReading(kept!).reduce(reduceApp, fresh());
  expect(restored.scroll.get('reader post-299')?.anchor).toEqual({
    key: 'block 299',
    index: 300,
    offset: 2,
  });
  expect(takeReading(restored)).toEqual(kept);
});

test('anything else in the file is no memory', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
      expect(parseReading(text)).toBeNull();
    }),
  );
  expect(
    parseReading(
      '{"version":1,"server":"x","places":[{"postId":"a","key":"k","index":-1,"offset":0}],"seen":[]}',
    ),
  ).toBeNull();
});
