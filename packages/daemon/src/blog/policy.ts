// Who may do what to posts: actor × action × state, as a table.

import type { PostState } from '@parley/shared/blog';
import { DomainError } from '@parley/shared/errors';
import type { Scope } from '../accounts/index.ts';

/** How the caller stands to the post. */
export type PostActor = 'anonymous' | 'other' | 'author' | 'moderator' | 'admin';

const everyone: readonly PostActor[] = ['anonymous', 'other', 'author', 'moderator', 'admin'];
const author: readonly PostActor[] = ['author'];
const keepers: readonly PostActor[] = ['author', 'moderator', 'admin'];

/** A text that is not published is its author's alone, even before moderators. */
export const postPolicy = {
  see: { draft: author, scheduled: author, published: everyone, unpublished: author },
  edit: { draft: author, scheduled: author, published: author, unpublished: author },
  publish: { draft: author, scheduled: author, published: author, unpublished: author },
  unpublish: { draft: author, scheduled: author, published: keepers, unpublished: author },
  delete: { draft: author, scheduled: author, published: keepers, unpublished: author },
} as const satisfies Record<string, Record<PostState, readonly PostActor[]>>;

export type PostAction = keyof typeof postPolicy;

export function postActor(scope: Scope, authorId: string): PostActor {
  if (!scope.user) return 'anonymous';
  if (scope.user.id === authorId) return 'author';
  return scope.user.role === 'member' ? 'other' : scope.user.role;
}

/** @throws not_found where the caller may not even know of the post, else forbidden. */
export function authorizePost<Post extends { author: { id: string }; state: PostState }>(
  scope: Scope,
  action: PostAction,
  post: Post | null,
): asserts post is Post {
  const can = (what: PostAction): boolean =>
    post !== null &&
    (postPolicy[what][post.state] as readonly PostActor[]).includes(
      postActor(scope, post.author.id),
    );
  if (!can('see')) throw new DomainError('not_found', 'There is no such post.');
  if (!can(action)) {
    throw new DomainError(scope.user ? 'forbidden' : 'unauthenticated');
  }
}
