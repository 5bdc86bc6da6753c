// The blog put together: writing, publishing, finding, reading and discussing posts.

import type { Audit } from '../accounts/index.ts';
import type { Cache } from '../cache/index.ts';
import type { PubSub } from '../pubsub/index.ts';
import type { Repo } from '../repo/index.ts';
import type { Clock, Ids } from '../telemetry/index.ts';
import { createCachedReading } from './cached-reading.ts';
import { type Comments, createComments } from './comments.ts';
import { createPostExports, type PostExports } from './exporting.ts';
import { createPostImports, type PostImports } from './importing.ts';
import { createPostLifecycle, type PostLifecycle } from './lifecycle.ts';
import { createPublicReading, type PublicReading } from './public-reading.ts';
import { createPostReading, type PostReading } from './reading.ts';
import { createPostRevisions, type PostRevisions } from './revisions.ts';
import { createPostSearching, type PostSearching } from './searching.ts';
import { createPostSummaries, type PostSummaries } from './summaries.ts';
import { createVersionStore } from './versions.ts';
import type { PostViews, ViewCounter } from './views.ts';
import { createPostWriting, type PostWriting } from './writing.ts';

export interface BlogDeps {
  repo: Repo;
  pubsub: PubSub;
  clock: Clock;
  ids: Ids;
  audit: Audit;
  cache: Cache;
  views: ViewCounter;
}

type Reading = PostViews & PostReading & PostSearching & PostSummaries & PublicReading;
type Writing = PostWriting & PostLifecycle & PostRevisions;
type Transfer = PostImports & PostExports;
export interface Blog extends Reading, Writing, Transfer, Comments {}

export function createBlog(deps: BlogDeps): Blog {
  const { views } = deps;
  const { findPost, ...reading } = createPostReading(deps.repo);
  const finder = { findPost, getPost: reading.getPost };
  const publicReading = createPublicReading(deps.repo);
  const summaries = createPostSummaries(deps.repo.sql);
  const storeVersion = createVersionStore(deps, finder);
  return {
    ...reading,
    // Here and not in each surface, so that none forgets it; what the daemon itself reads is not counted.
    async getPost(scope, ref) {
      const post = await reading.getPost(scope, ref);
      views.countView(scope, post);
      return post;
    },
    countView: views.countView,
    sweepViews: views.sweepViews,
    ...createPostSearching(deps.repo),
    ...publicReading,
    ...createCachedReading({ ...reading, ...summaries, ...publicReading }, deps),
    ...createPostWriting(deps, { ...finder, storeVersion }),
    ...createPostLifecycle(deps, finder),
    ...createPostRevisions(deps.repo, { findPost, storeVersion }),
    ...createComments(deps),
    ...createPostImports(deps, finder),
    ...createPostExports(deps.repo.sql),
  };
}
