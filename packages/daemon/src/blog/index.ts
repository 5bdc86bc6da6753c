// The blog's door.

export { type Blog, type BlogDeps, createBlog } from './blog.ts';
export { type CommentBroadcast, commentsTopic, type PostBroadcast, postsTopic } from './events.ts';
export { publishDuePosts, publishScheduledPost } from './jobs.ts';
