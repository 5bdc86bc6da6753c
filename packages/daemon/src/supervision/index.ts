// The door of supervision: everything that runs is started, watched and stopped through it.

export type { Backoff } from './backoff.ts';
export type {
  ChildContext,
  ChildHandle,
  ChildSpec,
  ChildState,
  ChildStatus,
  SupervisionClock,
  SupervisionLog,
  SupervisorState,
  SupervisorStatus,
} from './child.ts';
export { awaitWithin } from './deadline.ts';
export {
  ChildStartError,
  EscalationError,
  SupervisorStoppedError,
} from './errors.ts';
export type { Intensity } from './intensity.ts';
export { type NestedOptions, superviseNested } from './nested.ts';
export type { Strategy } from './strategy.ts';
export { createSupervisor, type Supervisor, type SupervisorOptions } from './supervisor.ts';
export {
  createTaskSupervisor,
  type Task,
  type TaskOptions,
  type TaskOutcome,
  type TaskSupervisor,
  type TaskSupervisorOptions,
} from './tasks.ts';
export { formatTree } from './tree.ts';
