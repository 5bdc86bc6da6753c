// Who is taken down and brought up again when one child of an ordered list dies.

import type { ChildSpec, Ending } from './child.ts';

/**
 * - `one_for_one`: only the dead child; the others do not need it.
 * - `rest_for_one`: the dead child and those after it, which were started on top of it.
 * - `one_for_all`: all; none makes sense without the others.
 */
export type Strategy = 'one_for_one' | 'rest_for_one' | 'one_for_all';

/** The children that share the fate of `dead`, in start order. */
export function selectAffected<T>(strategy: Strategy, children: readonly T[], dead: T): T[] {
  switch (strategy) {
    case 'one_for_one':
      return [dead];
    case 'rest_for_one':
      return children.slice(children.indexOf(dead));
    case 'one_for_all':
      return [...children];
  }
}

/** Whether a child with this policy is started again after it ended in this way. */
export function isRestarted({ restart = 'permanent' }: ChildSpec, ending: Ending): boolean {
  switch (restart) {
    case 'permanent':
      return true;
    case 'transient':
      return ending.kind === 'failed';
    case 'temporary':
      return false;
  }
}
