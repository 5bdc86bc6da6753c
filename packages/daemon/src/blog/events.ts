// What the blog broadcasts: only what everybody may see who may see the post, and to one person how much waits.

import type { CommentView, PostListItem } from '@parley/shared/blog';
import type { ActivityEvent } from '@parley/shared/events';
import { defineTopic, type Topic } from '../pubsub/index.ts';

export type PostBroadcast =
  | { type: 'post.published'; post: PostListItem }
  | { type: 'post.updated'; post: PostListItem }
  | { type: 'post.unpublished'; id: string }
  | { type: 'post.deleted'; id: string };

export const postsTopic = defineTopic<PostBroadcast>('blog.posts');

export type CommentBroadcast =
  | { type: 'comment.created'; comment: CommentView }
  | { type: 'comment.updated'; comment: CommentView }
  | { type: 'comment.deleted'; id: string; postId: string; deletedAt: string };

/** The comments of one post. */
export function commentsTopic(postId: string): Topic<CommentBroadcast> {
  return defineTopic(`blog.comments:${postId}`);
}

/** That a post got or lost a comment: for what counts them, without the comments. */
export const commentCountsTopic = defineTopic<{ postId: string }>('blog.comment_counts');

export type ReaderBroadcast = Extract<ActivityEvent, { type: 'comments.activity' }>;

/** What one person's devices hear of comments that wait for them. */
export function readerTopic(userId: string): Topic<ReaderBroadcast> {
  return defineTopic(`blog.reader:${userId}`);
}
