// Versions of a post: opening them, comparing, and taking one up again, which asks.

import { currentRoute } from '../../router/index.ts';
import type { Effects } from '../effects/index.ts';
import { versionsList } from '../lists-of-posts.ts';
import { quoteTitle } from '../publishing.ts';
import { selectedIndexOf } from '../scroll-list-select.ts';

export function createVersionActions({ client, versions }: Effects) {
  /** The version that is selected, or compared with. */
  const present = (): number | undefined => {
    const route = currentRoute(client.state().routes);
    if (route.name === 'changes') return route.version;
    if (route.name !== 'versions') return undefined;
    const { content, state } = versionsList(client.state(), route.postId);
    return content.items[selectedIndexOf(state, content.items)]?.item.version;
  };

  const compare = () => {
    const version = present();
    if (version !== undefined) versions.compare(version);
  };

  const restore = () => {
    const route = currentRoute(client.state().routes);
    const version = present();
    if (version === undefined || (route.name !== 'versions' && route.name !== 'changes')) return;
    const { postId } = route;
    const post = client.state().posts.read.get(postId);
    if (post?.version === version) {
      const notice = { text: 'That is the newest version.', tone: 'info' } as const;
      return client.dispatch({ type: 'noticed', notice });
    }
    const overlay = {
      kind: 'confirm',
      question: `Take up version ${version} of ${quoteTitle(post?.title ?? '')} again?`,
      detail:
        'Its title, tags and text become the newest version; all others stay.' +
        (post?.state === 'published' ? ' Readers see it at once.' : ''),
      intent: { type: 'restoreVersion', postId, version },
    } as const;
    client.dispatch({ type: 'overlay', input: { type: 'opened', overlay } });
  };

  return { 'versions.compare': compare, 'versions.restore': restore };
}
