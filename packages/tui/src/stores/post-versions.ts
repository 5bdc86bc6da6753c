// The versions of one post: their list, and the texts that were looked at.

import type { RevisionItem, RevisionView } from '@parley/shared/blog';

export interface PostVersions {
  readonly postId: string;
  readonly items: readonly RevisionItem[];
  readonly nextCursor: string | null;
  readonly state: 'loading' | 'loaded' | 'failed';
  /** Why the last thing that was asked for did not come. */
  readonly problem: string | null;
  readonly texts: ReadonlyMap<number, RevisionView>;
}

export type PostVersionsInput =
  | { readonly type: 'opened'; readonly postId: string }
  | { readonly type: 'asked'; readonly postId: string }
  | {
      readonly type: 'listed';
      readonly postId: string;
      readonly items: readonly RevisionItem[];
      readonly nextCursor: string | null;
      readonly isMore: boolean;
    }
  | { readonly type: 'read'; readonly postId: string; readonly version: RevisionView }
  | { readonly type: 'failed'; readonly postId: string; readonly problem: string };

const keptItems = 2_000;

/** What comes for another post than the one that is looked at is too late. */
export function reducePostVersions(
  versions: PostVersions | null,
  input: PostVersionsInput,
): PostVersions | null {
  const { postId } = input;
  if (input.type === 'opened') {
    const known = versions?.postId === postId ? versions : null;
    const { items = [], texts = new Map() } = known ?? {};
    return { postId, items, texts, nextCursor: null, state: 'loading', problem: null };
  }
  if (versions?.postId !== postId) return versions;
  switch (input.type) {
    case 'asked':
      return { ...versions, state: 'loading', problem: null };
    case 'listed': {
      const all = input.isMore ? [...versions.items, ...input.items] : input.items;
      const byVersion = new Map(all.map((item) => [item.version, item]));
      const items = [...byVersion.values()].sort((a, b) => b.version - a.version);
      return {
        ...versions,
        items: items.slice(0, keptItems),
        nextCursor: input.nextCursor,
        state: 'loaded',
        problem: null,
      };
    }
    case 'read': {
      const texts = new Map(versions.texts).set(input.version.version, input.version);
      return { ...versions, texts, problem: null };
    }
    case 'failed':
      return { ...versions, state: 'failed', problem: input.problem };
  }
}
