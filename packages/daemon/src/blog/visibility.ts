// Which posts a caller may see: one rule, read off the policy table, as a function and as SQL.

import { type PostState, postStates } from '@parley/shared/blog';
import type { Scope } from '../accounts/index.ts';
import { type PostActor, postActor, postPolicy } from './policy.ts';

/** Names a value in a statement: `$1`, `$2` … */
export type Bind = (value: unknown) => string;

/** What a list is about: all that the caller may see, what everybody may, or the caller's own rest. */
export type Sight = 'all' | 'published' | 'own';

export interface VisiblePart {
  where: string;
  /** Posts of the caller's own that others do not see. */
  isOwn: boolean;
}

const sees = (actor: PostActor, state: PostState): boolean =>
  (postPolicy.see[state] as readonly PostActor[]).includes(actor);

/** Whether those see it whose it is not. */
export const isForOthers = (state: PostState): boolean => sees('other', state);

export function canSeePost(
  scope: Scope,
  post: { author: { id: string }; state: PostState },
): boolean {
  return sees(postActor(scope, post.author.id), post.state);
}

/**
 * Conditions on `posts p` of which a visible post meets exactly one, so that each can walk an index
 * of its own. Feeds, pages and whatever else is for everybody asks for `published`, whoever calls.
 */
export function visibleParts(scope: Scope, sight: Sight, bind: Bind): VisiblePart[] {
  const { user } = scope;
  // As one whose posts these are not.
  const stranger = user && sight !== 'published' ? postActor(scope, '') : 'anonymous';
  const open = postStates.filter((state) => sees(stranger, state));
  const own = postStates.filter((state) => sees('author', state) && !open.includes(state));
  const parts: VisiblePart[] = [];
  if (sight !== 'own') parts.push({ where: `p.state in (${quote(open)})`, isOwn: false });
  if (user && sight !== 'published' && own.length > 0) {
    const where = `p.author_id = ${bind(user.id)} and p.state in (${quote(own)})`;
    parts.push({ where, isOwn: true });
  }
  return parts;
}

/** The same as one condition. */
export function visibleWhere(scope: Scope, sight: Sight, bind: Bind): string {
  const parts = visibleParts(scope, sight, bind);
  return parts.length === 0 ? 'false' : `(${parts.map(({ where }) => where).join(' or ')})`;
}

const quote = (states: readonly PostState[]): string =>
  states.map((state) => `'${state}'`).join(', ');
