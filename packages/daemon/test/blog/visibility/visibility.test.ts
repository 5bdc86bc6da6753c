// The visibility matrix: surface × viewer × state, and the rule as SQL against the rule as a function.

import { postStates } from '@parley/shared/blog';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canSeePost, visibleWhere } from '../../../src/blog/visibility.ts';
import { type Stage, setStage, type Viewer, viewerNames } from './stage.ts';
import { type Surface, surfaces } from './surfaces.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage[Symbol.asyncDispose]());

const viewerOf = (name: string): Viewer => stage.viewers.find((viewer) => viewer.name === name)!;

/** In so many words, so that a slip in the policy table is seen. */
const mayLook = (viewer: string, state: string): boolean =>
  state === 'published' || viewer === 'author';

/** Errors of the door, of tRPC, or of a fetch that throws its answer's status. */
function isNotFound(error: unknown): boolean {
  const { code, data, status } = error as {
    code?: string;
    data?: { domain?: { code?: string } };
    status?: number;
  };
  return code === 'not_found' || data?.domain?.code === 'not_found' || status === 404;
}

async function look({ look: see }: Surface, viewer: Viewer, state: keyof Stage['subjects']) {
  try {
    return await see(stage, viewer, stage.subjects[state]);
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}

describe.each(Object.entries(surfaces))('row 50: %s', (_name, surface) => {
  test.each(viewerNames)('as seen by %s', async (name) => {
    const viewer = viewerOf(name);
    const seen: Record<string, boolean> = {};
    const expected: Record<string, boolean> = {};
    for (const state of postStates) {
      seen[state] = await look(surface, viewer, state);
      expected[state] =
        surface.shows === 'published' ? state === 'published' : mayLook(name, state);
    }
    expect(seen).toEqual(expected);
  });
});

test.each(viewerNames)('the rule as SQL is the rule as a function, for %s', async (name) => {
  const { scope } = viewerOf(name);
  for (const sight of ['all', 'published', 'own'] as const) {
    const values: unknown[] = [];
    const where = visibleWhere(scope, sight, (value) => `$${values.push(value)}`);
    const rows = await stage.world.repo.sql.unsafe<{ id: string }[]>(
      `select p.id from posts p where ${where}`,
      values as string[],
    );
    const expected = postStates.filter((state) => {
      const isVisible = canSeePost(scope, stage.subjects[state].post);
      if (sight === 'all') return isVisible;
      return isVisible && (state === 'published') === (sight === 'published');
    });
    const ids = expected.map((state) => stage.subjects[state].post.id);
    expect(rows.map(({ id }) => id).sort()).toEqual(ids.sort());
  }
});
