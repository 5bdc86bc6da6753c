// Deletes what tells readers apart, once it has served.

import { systemScope } from '../accounts/index.ts';
import { type Blog, sweepViews } from '../blog/index.ts';
import { perform } from '../jobs/index.ts';
import type { Logger } from '../telemetry/index.ts';

export function performSweepViews({ blog, log }: { blog: Blog; log: Logger }) {
  return perform(sweepViews, async (_payload, { signal }) => {
    const count = await blog.sweepViews(systemScope(), signal);
    if (count > 0) log.info({ count }, 'swept the traces of readers');
  });
}
