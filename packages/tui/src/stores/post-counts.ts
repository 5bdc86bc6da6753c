// How many comments the lists show of a post, told by whoever reads them: no event does.

import type { PostListItem } from '@parley/shared/blog';
import { type CommentThread, countComments } from './comment-thread.ts';
import type { PostsState } from './posts.ts';

/** The posts with the number of comments that the thread of one has; as they were while not all are known. */
export function tellCommentCount(
  posts: PostsState,
  postId: string,
  thread: CommentThread,
): PostsState {
  const commentCount = countComments(thread);
  if (commentCount === null) return posts;
  const isTold = (post: PostListItem) => post.id !== postId || post.commentCount === commentCount;
  const tell = <Post extends PostListItem>(post: Post): Post =>
    isTold(post) ? post : { ...post, commentCount };
  const tellAll = <List extends { readonly items: readonly PostListItem[] }>(list: List): List =>
    list.items.every(isTold) ? list : { ...list, items: list.items.map(tell) };
  const read = posts.read.get(postId);
  return {
    ...posts,
    published: tellAll(posts.published),
    mine: tellAll(posts.mine),
    filtered: tellAll(posts.filtered),
    search: posts.search && tellAll(posts.search),
    read: !read || isTold(read) ? posts.read : new Map(posts.read).set(postId, tell(read)),
  };
}
