// Deletes tokens that have expired.

import { type Sessions, sweepTokens } from '../accounts/index.ts';
import { perform } from '../jobs/index.ts';
import type { Logger } from '../telemetry/index.ts';

export function performSweepTokens(deps: { sessions: Sessions; log: Logger }) {
  return perform(sweepTokens, async () => {
    const count = await deps.sessions.sweepTokens();
    if (count > 0) deps.log.info({ count }, 'swept expired tokens');
  });
}
