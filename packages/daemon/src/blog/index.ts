// The blog's door.

export { blogBackfills } from './backfills.ts';
export { type Blog, type BlogDeps, createBlog } from './blog.ts';
export {
  type CommentBroadcast,
  commentsTopic,
  type PostBroadcast,
  postsTopic,
  readerTopic,
} from './events.ts';
export { publishDuePosts, publishScheduledPost, sweepViews } from './jobs.ts';
export { createViewCounter, type ViewCounter } from './views.ts';
