// Publishes scheduled posts: each by a job of its own, and all that are due by a sweep.

import { systemScope } from '../accounts/index.ts';
import { type Blog, publishDuePosts, publishScheduledPost } from '../blog/index.ts';
import { perform } from '../jobs/index.ts';
import type { Logger } from '../telemetry/index.ts';

export function performPublishPost({ blog }: { blog: Blog }) {
  return perform(publishScheduledPost, async ({ postId }) => {
    await blog.publishDue(systemScope(), postId);
  });
}

export function performPublishDuePosts({ blog, log }: { blog: Blog; log: Logger }) {
  return perform(publishDuePosts, async () => {
    const count = await blog.publishDue(systemScope());
    if (count > 0) log.warn({ count }, 'published posts whose own job had not come');
  });
}
