// What waits for somebody, of chat and of the blog in one list.

import type { ActivityItem } from '@parley/shared/activity';
import { limits } from '@parley/shared/limits';
import type { Scope } from '../accounts/index.ts';
import type { Blog } from '../blog/index.ts';
import type { Chat } from '../chat/index.ts';

/** The newest first, at most {@link limits.activity} items. */
export async function listActivity(
  { chat, blog }: { chat: Pick<Chat, 'listActivity'>; blog: Pick<Blog, 'listCommentActivity'> },
  scope: Scope,
): Promise<ActivityItem[]> {
  const [messages, comments] = await Promise.all([
    chat.listActivity(scope),
    blog.listCommentActivity(scope),
  ]);
  return [...messages, ...comments]
    .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
    .slice(0, limits.activity);
}
