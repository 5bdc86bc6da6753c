// Posts as paths name them: by id or slug.

import { type PostRef, postRef } from '@parley/shared/blog';
import { DomainError } from '@parley/shared/errors';
import { z } from 'zod';
import type { Scope } from '../../accounts/index.ts';
import type { Blog } from '../../blog/index.ts';
import type { RestCall } from './route.ts';

export const postName = z.string();

/** A slug never looks like an id. */
export function toPostRef(name: string): PostRef {
  const asId = z.uuid().safeParse(name);
  if (asId.success) return { id: asId.data };
  const asSlug = postRef.safeParse({ slug: name });
  if (!asSlug.success) throw new DomainError('not_found', 'There is no such post.');
  return asSlug.data;
}

/** The id of a post that the caller may see. */
export async function findPostId(
  blog: Pick<Blog, 'getPost'>,
  scope: Scope,
  name: string,
): Promise<string> {
  const ref = toPostRef(name);
  return 'id' in ref ? ref.id : (await blog.getPost(scope, ref)).id;
}

/** `If-Match`, for what changes a post without naming a version in its input. */
export async function requireMatch(
  { blog, scope, ifMatch }: RestCall<unknown>,
  ref: PostRef,
): Promise<void> {
  if (ifMatch === null) return;
  const current = await blog.getPost(scope, ref);
  if (current.version !== ifMatch) {
    throw new DomainError('conflict', 'This post was changed since you read it.', { current });
  }
}
