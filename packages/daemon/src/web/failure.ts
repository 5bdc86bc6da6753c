// Calls that failed, as the log has them.

import { limits } from '@parley/shared/limits';
import type { Logger } from '../telemetry/index.ts';
import type { Context } from './context.ts';
import { toDomainError } from './errors.ts';

export interface Failure {
  error: Error & { code: string; cause?: unknown };
  path: string | undefined;
  ctx: Partial<Context> | undefined;
  requestId: string | undefined;
}

/** Only faults of our own are worth a line; what callers did wrong, they are told. */
export function logFailure(log: Logger, { error, path, ctx, requestId }: Failure): void {
  const domain = toDomainError(error);
  const fields = { path: path?.slice(0, limits.path), requestId: ctx?.requestId ?? requestId };
  if (domain.code === 'internal')
    log.error({ ...fields, err: error.cause ?? error }, 'call failed');
  else log.debug({ ...fields, code: domain.code }, 'call refused');
}
