// Comments, exports and imports in the visibility matrix.

import type { ExportRecord } from '@parley/shared/export';
import type { Stage, Subject, Viewer } from './stage.ts';
import type { Surface } from './surfaces.ts';

async function exportAll(stage: Stage, viewer: Viewer): Promise<ExportRecord[]> {
  const { accounts } = stage.world.http(viewer.token);
  const all: ExportRecord[] = [];
  let cursor: string | undefined;
  do {
    const page = await accounts.exportMyData.query({ cursor });
    all.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return all;
}

/** An export of one's own shows none but the author's; that everybody sees the rest is not its affair. */
const ownOrOpen =
  (look: (stage: Stage, viewer: Viewer, subject: Subject) => Promise<boolean>): Surface['look'] =>
  async (stage, viewer, subject) => {
    const isOwn = viewer.token !== undefined && (await look(stage, viewer, subject));
    if (isOwn && viewer.name !== 'author') throw new Error("somebody else's post in an own export");
    return isOwn || subject.post.state === 'published';
  };

export const transferSurfaces: Record<string, Surface> = {
  listComments: {
    shows: 'visible',
    look: ({ world }, { scope }, { post }) =>
      world.blog.listComments(scope, { postId: post.id }).then(() => true),
  },
  'following comments': {
    shows: 'visible',
    look: ({ world }, { scope }, { post }) =>
      world.blog.authorizeComments(scope, post.id).then(() => true),
  },
  'exportPosts of everybody': {
    shows: 'published',
    look: async ({ world }, { scope }, { post }) =>
      (await world.blog.exportPosts(scope, { published: true })).items.some(
        ({ id }) => id === post.id,
      ),
  },
  exportPosts: {
    shows: 'visible',
    look: ownOrOpen(async ({ world }, { scope }, { post }) =>
      (await world.blog.exportPosts(scope)).items.some(({ id }) => id === post.id),
    ),
  },
  'accounts.exportMyData': {
    shows: 'visible',
    look: ownOrOpen(async (stage, viewer, { bodyWord }) =>
      JSON.stringify(await exportAll(stage, viewer)).includes(bodyWord),
    ),
  },
};
