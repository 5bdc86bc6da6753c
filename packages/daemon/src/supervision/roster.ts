// What a supervisor remembers of each child, and how that is shown.

import type { ChildSpec, ChildState, ChildStatus } from './child.ts';
import { toMessage } from './errors.ts';
import type { Life } from './life.ts';

export interface Child {
  readonly spec: ChildSpec;
  /** Started by `startChild`: it leaves the list when it ends. */
  readonly isDynamic: boolean;
  state: ChildState;
  since: Date;
  restarts: number;
  /** Deaths in a row, for the back-off. */
  deaths: number;
  lastError?: string;
  life?: Life;
  /** Wakes a child that backs off. */
  rest?: Disposable;
}

export function createChild(
  spec: ChildSpec,
  { isDynamic, since }: { isDynamic: boolean; since: Date },
): Child {
  return { spec, isDynamic, state: 'waiting', since, restarts: 0, deaths: 0 };
}

export function describeChild(child: Child): ChildStatus {
  const nested = child.life?.handle.status?.();
  const details = describeHandle(child);
  return {
    id: child.spec.id,
    kind: nested ? 'supervisor' : 'worker',
    why: child.spec.why,
    state: child.state,
    restarts: child.restarts,
    since: child.since.toISOString(),
    ...(child.lastError !== undefined && { lastError: child.lastError }),
    ...(details && { details }),
    ...(nested && { strategy: nested.strategy, children: nested.children }),
  };
}

/** A child that cannot describe itself must not hide the rest of the tree. */
function describeHandle({ life }: Child): Record<string, unknown> | undefined {
  try {
    return life?.handle.describe?.();
  } catch (error) {
    return { error: toMessage(error) };
  }
}
