// What can go wrong with supervision itself; each carries the cause.

/** A child did not start: thrown by `Supervisor.start` and `startChild`. */
export class ChildStartError extends Error {
  override readonly name = 'ChildStartError';
  readonly child: string;

  constructor(child: string, cause: unknown) {
    super(`"${child}" did not start: ${toMessage(cause)}`, { cause });
    this.child = child;
  }
}

/** A start took longer than it may. */
export class StartTimeoutError extends Error {
  override readonly name = 'StartTimeoutError';

  constructor(ms: number) {
    super(`not ready within ${ms} ms`);
  }
}

/** The supervisor is stopping or stopped, so nothing is started any more. */
export class SupervisorStoppedError extends Error {
  override readonly name = 'SupervisorStoppedError';

  constructor(supervisor: string) {
    super(`supervisor "${supervisor}" is stopped`);
  }
}

/** Children died too often: all are stopped and whoever stands above decides. */
export class EscalationError extends Error {
  override readonly name = 'EscalationError';
  readonly child: string;

  constructor(supervisor: string, child: string, cause: unknown) {
    super(`supervisor "${supervisor}" gave up on "${child}": ${toMessage(cause)}`, { cause });
    this.child = child;
  }
}

export function toMessage(reason: unknown): string {
  if (reason instanceof Error) return reason.message || reason.name;
  return typeof reason === 'string' ? reason : (JSON.stringify(reason) ?? String(reason));
}
