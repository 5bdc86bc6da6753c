// Who may do what to posts and to comments: actor × action × state, as a table.

import type { CommentView, PostState } from '@parley/shared/blog';
import { DomainError } from '@parley/shared/errors';
import type { Scope } from '../accounts/index.ts';
import type { CommentedPost } from './comment.ts';

/** How the caller stands to the post. */
export type PostActor = 'anonymous' | 'other' | 'author' | 'moderator' | 'admin';

const everyone: readonly PostActor[] = ['anonymous', 'other', 'author', 'moderator', 'admin'];
const members: readonly PostActor[] = ['other', 'author', 'moderator', 'admin'];
const author: readonly PostActor[] = ['author'];
const nobody: readonly PostActor[] = [];
const keepers: readonly PostActor[] = ['author', 'moderator', 'admin'];

/** A text that is not published is its author's alone, even before moderators. */
export const postPolicy = {
  see: { draft: author, scheduled: author, published: everyone, unpublished: author },
  edit: { draft: author, scheduled: author, published: author, unpublished: author },
  schedule: { draft: author, scheduled: author, published: author, unpublished: author },
  publish: { draft: author, scheduled: author, published: author, unpublished: author },
  unpublish: { draft: author, scheduled: author, published: keepers, unpublished: author },
  delete: { draft: author, scheduled: author, published: keepers, unpublished: author },
  /** Who sees the post sees its comments; they are written where everybody can answer. */
  comment: { draft: nobody, scheduled: nobody, published: members, unpublished: nobody },
} as const satisfies Record<string, Record<PostState, readonly PostActor[]>>;

export type PostAction = keyof typeof postPolicy;

export function postActor(scope: Scope, authorId: string): PostActor {
  if (!scope.user) return 'anonymous';
  if (scope.user.id === authorId) return 'author';
  return scope.user.role === 'member' ? 'other' : scope.user.role;
}

type PostFacts = { author: { id: string }; state: PostState };

function canPost(scope: Scope, action: PostAction, post: PostFacts): boolean {
  const allowed: readonly PostActor[] = postPolicy[action][post.state];
  return allowed.includes(postActor(scope, post.author.id));
}

/** @throws not_found where the caller may not even know of the post, else forbidden. */
export function authorizePost<Post extends PostFacts>(
  scope: Scope,
  action: PostAction,
  post: Post | null,
): asserts post is Post {
  if (!post || !canPost(scope, 'see', post)) {
    throw new DomainError('not_found', 'There is no such post.');
  }
  if (!canPost(scope, action, post)) {
    throw new DomainError(scope.user ? 'forbidden' : 'unauthenticated');
  }
}

/** How the caller stands to a comment; one may be several of these. */
export type CommentActor = 'other' | 'author' | 'post_author' | 'moderator' | 'admin';

/** Under a post that is not published only its author is left to see anything, and to tidy up. */
export const commentPolicy = {
  edit: { published: ['author'], hidden: [] },
  delete: {
    published: ['author', 'post_author', 'moderator', 'admin'],
    hidden: ['post_author'],
  },
} as const satisfies Record<string, Record<'published' | 'hidden', readonly CommentActor[]>>;

export type CommentAction = keyof typeof commentPolicy;

interface CommentInPlace {
  comment: CommentView;
  post: CommentedPost;
}

function commentActors({ user }: Scope, { comment, post }: CommentInPlace): CommentActor[] {
  if (!user) return [];
  const actors: CommentActor[] = [];
  if (user.id === comment.author.id) actors.push('author');
  if (user.id === post.author.id) actors.push('post_author');
  actors.push(user.role === 'member' ? 'other' : user.role);
  return actors;
}

/** @throws not_found where the caller may not see the post, or the comment was deleted, else forbidden. */
export function authorizeComment(
  scope: Scope,
  action: CommentAction,
  found: CommentInPlace | null,
): asserts found is CommentInPlace {
  const canSee = found !== null && canPost(scope, 'see', found.post);
  if (!canSee || (action === 'edit' && found.comment.deletedAt !== null)) {
    throw new DomainError('not_found', 'There is no such comment.');
  }
  const place = found.post.state === 'published' ? 'published' : 'hidden';
  const allowed: readonly CommentActor[] = commentPolicy[action][place];
  if (!commentActors(scope, found).some((actor) => allowed.includes(actor))) {
    throw new DomainError(scope.user ? 'forbidden' : 'unauthenticated');
  }
}
