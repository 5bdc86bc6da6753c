// The blog's door.

export { type Blog, type BlogDeps, createBlog } from './blog.ts';
export { type PostBroadcast, postsTopic } from './events.ts';
