// A supervisor as the child of another: its escalation is its death, and that is recovered above.

import type { ChildSpec } from './child.ts';
import { createSupervisor, type Supervisor, type SupervisorOptions } from './supervisor.ts';

export interface NestedOptions
  extends Pick<ChildSpec, 'why' | 'restart'>,
    Omit<SupervisorOptions, 'log' | 'onEscalate'> {
  /** Gets the supervisor of each life, for whoever starts dynamic children under it. */
  onStart?: (supervisor: Supervisor) => void;
}

export function superviseNested(options: NestedOptions): ChildSpec {
  const { id, why, restart, onStart } = options;
  return {
    id,
    why,
    restart,
    // Its children have deadlines of their own; a second clock would only cut their order short.
    startTimeoutMs: Number.POSITIVE_INFINITY,
    stopTimeoutMs: Number.POSITIVE_INFINITY,
    async start(context) {
      const supervisor = createSupervisor({
        ...options,
        log: context.log,
        onEscalate: (error) => context.fail(error),
      });
      context.signal.addEventListener('abort', () => void supervisor.stop(), { once: true });
      await supervisor.start();
      onStart?.(supervisor);
      return { stop: () => supervisor.stop(), status: () => supervisor.status() };
    },
  };
}
