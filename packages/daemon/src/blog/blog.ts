// The blog put together: writing, publishing, finding, reading and discussing posts.

import type { Audit } from '../accounts/index.ts';
import type { PubSub } from '../pubsub/index.ts';
import type { Repo } from '../repo/index.ts';
import type { Clock, Ids } from '../telemetry/index.ts';
import { type Comments, createComments } from './comments.ts';
import { createPostReading, type PostReading } from './reading.ts';
import { createPostSearching, type PostSearching } from './searching.ts';
import { createPostSummaries, type PostSummaries } from './summaries.ts';
import { createPostWriting, type PostWriting } from './writing.ts';

export interface BlogDeps {
  repo: Repo;
  pubsub: PubSub;
  clock: Clock;
  ids: Ids;
  audit: Audit;
}

export interface Blog extends PostReading, PostSearching, PostSummaries, PostWriting, Comments {}

export function createBlog(deps: BlogDeps): Blog {
  const { findPost, ...reading } = createPostReading(deps.repo);
  return {
    ...reading,
    ...createPostSearching(deps.repo),
    ...createPostSummaries(deps.repo.sql),
    ...createPostWriting(deps, { findPost, getPost: reading.getPost }),
    ...createComments(deps),
  };
}
