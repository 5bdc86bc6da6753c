// What the blog broadcasts: only what everybody may see.

import type { PostListItem } from '@parley/shared/blog';
import { defineTopic } from '../pubsub/index.ts';

export type PostBroadcast =
  | { type: 'post.published'; post: PostListItem }
  | { type: 'post.updated'; post: PostListItem }
  | { type: 'post.unpublished'; id: string }
  | { type: 'post.deleted'; id: string };

export const postsTopic = defineTopic<PostBroadcast>('blog.posts');
