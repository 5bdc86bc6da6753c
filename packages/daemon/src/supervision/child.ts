// The words of supervision: what a child is, what it is given, and what it gives back.

/** The part of a clock that supervision needs. */
export interface SupervisionClock {
  now(): Date;
  /** Milliseconds that only ever grow. */
  monotonic(): number;
  setTimeout(run: () => void, ms: number): Disposable;
}

/** The part of a logger that supervision needs; a pino logger is one. */
export interface SupervisionLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  child(bindings: Record<string, unknown>): SupervisionLog;
}

export interface ChildSpec {
  /** Unique among its siblings. */
  id: string;
  /** Why it stands at this place of the list. */
  why: string;
  /**
   * - `permanent` (default): always started again.
   * - `transient`: started again when it failed, left alone when it finished.
   * - `temporary`: never started again.
   */
  restart?: 'permanent' | 'transient' | 'temporary';
  /** Milliseconds that `start` may take; 60,000 by default. */
  startTimeoutMs?: number;
  /** Milliseconds that `stop` may take before the child is abandoned; 5,000 by default. */
  stopTimeoutMs?: number;
  /** Resolves when the child is ready to serve those after it. */
  start(context: ChildContext): Promise<ChildHandle> | ChildHandle;
}

/** What a child is given for one life; the next start gets a new one. */
export interface ChildContext {
  /** Aborted when the child shall stop, or when its start is given up. */
  readonly signal: AbortSignal;
  readonly log: SupervisionLog;
  /** The child reports its own death; `stop` is still called, to release what is left. */
  fail(reason: unknown): void;
  /** The child reports that its work is done. */
  finish(): void;
}

export interface ChildHandle {
  /** Called exactly once for every start that succeeded, also after `fail` and `finish`. */
  stop(): Promise<void> | void;
  /** Facts for `parleyd status`: plain JSON, no secrets. */
  describe?(): Record<string, unknown>;
  /** Only a nested supervisor has one. */
  status?(): SupervisorStatus;
}

/** How a life ended by itself. */
export type Ending = { kind: 'failed'; reason: unknown } | { kind: 'finished' };

export type ChildState =
  /** not started yet, or down until a sibling is back */
  | 'waiting'
  | 'starting'
  | 'running'
  /** crashed and rests before the next start */
  | 'backing_off'
  | 'stopping'
  /** stopped from outside */
  | 'stopped'
  /** ended by itself and is not started again */
  | 'ended';

export type SupervisorState = 'idle' | 'starting' | 'running' | 'stopping' | 'stopped' | 'failed';

/** One node of the tree, plain JSON. */
export interface ChildStatus {
  id: string;
  kind: 'worker' | 'supervisor';
  why: string;
  state: ChildState;
  /** Times it was started again, for its own sake or a sibling's. */
  restarts: number;
  /** When it entered this state, ISO 8601. */
  since: string;
  lastError?: string;
  details?: Record<string, unknown>;
  /** Only a supervisor has these two. */
  strategy?: string;
  children?: ChildStatus[];
}

export interface SupervisorStatus {
  id: string;
  kind: 'supervisor';
  state: SupervisorState;
  strategy: string;
  restarts: number;
  since: string;
  children: ChildStatus[];
}
