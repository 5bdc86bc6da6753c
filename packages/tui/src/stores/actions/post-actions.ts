// Posts: opening, filtering, and what asks before it is done.

import type { PostListItem } from '@parley/shared/blog';
import { sanitizeText } from '@parley/shared/text';
import { currentRoute } from '../../router/index.ts';
import type { Effects } from '../effects/index.ts';
import { postsList } from '../lists.ts';
import type { Intent } from '../overlay.ts';
import { selectedIndexOf } from '../scroll-list-select.ts';

export function createPostActions({ client, posts, writing }: Effects) {
  const say = (text: string) =>
    client.dispatch({ type: 'noticed', notice: { text, tone: 'info' } });
  const ask = (question: string, intent: Intent) =>
    client.dispatch({
      type: 'overlay',
      input: { type: 'opened', overlay: { kind: 'confirm', question, intent } },
    });

  /** The post that is read, or selected in the list. */
  const present = (): PostListItem | undefined => {
    const state = client.state();
    const route = currentRoute(state.routes);
    if (route.name === 'reader') return state.posts.read.get(route.postId);
    const { content, state: list } = postsList(state);
    return content.items[selectedIndexOf(list, content.items)]?.post;
  };

  const withPost = (run: (post: PostListItem) => void) => {
    const post = present();
    if (post === undefined) return say('Move to a post with j and k first.');
    run(post);
  };

  const withMine = (run: (post: PostListItem) => void) =>
    withPost((post) => {
      const { me } = client.state();
      if (post.author.id === me?.id || me?.role !== 'member') return run(post);
      say('Only its author can do that.');
    });

  const quote = ({ title }: PostListItem) => `“${sanitizeText(title, { multiline: false })}”`;

  const publish = () =>
    withMine((post) => {
      if (post.state === 'published') return say('It is published already.');
      ask(`Publish ${quote(post)}?`, { type: 'publishPost', postId: post.id });
    });

  const unpublish = () =>
    withMine((post) => {
      if (post.state !== 'published') return say('It is not published.');
      ask(`Take ${quote(post)} back from the public?`, { type: 'unpublishPost', postId: post.id });
    });

  const filter = (wanted: 'published' | 'mine') => {
    client.dispatch({ type: 'posts', input: { type: 'filtered', filter: wanted } });
    posts.load(wanted);
  };

  const back = () => {
    if (client.state().overlay?.kind === 'help') {
      return client.dispatch({ type: 'overlay', input: { type: 'closed' } });
    }
    client.dispatch({ type: 'route.back' });
  };

  return {
    filter,
    actions: {
      'posts.open': () => withPost(({ id }) => posts.open(id)),
      'posts.mine': () => filter(client.state().posts.filter === 'mine' ? 'published' : 'mine'),
      'posts.new': () => writing.edit(null),
      'posts.edit': () => withMine(({ id }) => writing.edit(id)),
      'posts.publish': publish,
      'posts.unpublish': unpublish,
      'posts.delete': () =>
        withMine((post) =>
          ask(`Delete ${quote(post)} for good?`, { type: 'deletePost', postId: post.id }),
        ),
      'reader.copy': () =>
        withPost(({ id }) => {
          const post = client.state().posts.read.get(id);
          if (post === undefined) return;
          client.ports.copyText(sanitizeText(`# ${post.title}\n\n${post.body}`).trimEnd());
          say('Copied as Markdown.');
        }),
      'view.back': back,
    },
  };
}
