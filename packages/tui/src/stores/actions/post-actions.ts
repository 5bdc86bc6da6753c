// Posts: opening, filtering, and what asks before it is done.

import type { PostListItem } from '@parley/shared/blog';
import { currentRoute } from '../../router/index.ts';
import type { Effects } from '../effects/index.ts';
import { postsList } from '../lists-of-posts.ts';
import { type Intent, openCommandLine, openSchedule } from '../overlay.ts';
import { formatFilter, noFilter } from '../post-filter.ts';
import { describePublishing, quoteTitle } from '../publishing.ts';
import { formatMomentLong } from '../schedule.ts';
import { selectedIndexOf } from '../scroll-list-select.ts';

export function createPostActions({ client, posts, writing, versions }: Effects) {
  const say = (text: string) =>
    client.dispatch({ type: 'noticed', notice: { text, tone: 'info' } });
  const ask = (question: string, intent: Intent, detail?: string) =>
    client.dispatch({
      type: 'overlay',
      input: { type: 'opened', overlay: { kind: 'confirm', question, detail, intent } },
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

  const publish = () =>
    withMine((post) => {
      if (post.state === 'published') return say('It is published already.');
      ask(
        `Publish ${quoteTitle(post.title)}?`,
        { type: 'publishPost', postId: post.id },
        describePublishing(post),
      );
    });

  const schedule = () =>
    withMine((post) => {
      if (post.state === 'published') return say('It is published already.');
      client.dispatch({ type: 'overlay', input: { type: 'opened', overlay: openSchedule(post) } });
    });

  const unpublish = () =>
    withMine((post) => {
      const intent = { type: 'unpublishPost', postId: post.id } as const;
      const quoted = quoteTitle(post.title);
      if (post.state === 'published') {
        const detail = 'Readers find nothing there until it is published again.';
        return ask(`Take ${quoted} back from the public?`, intent, detail);
      }
      if (post.state !== 'scheduled') return say('It is not published.');
      const when = formatMomentLong(new Date(post.publishAt ?? ''));
      ask(`Take back the schedule of ${quoted}?`, intent, `It is not published on ${when}.`);
    });

  const openFilter = () => {
    const present = formatFilter(client.state().posts.filter);
    const overlay = openCommandLine(`filter ${present === '' ? '' : `${present} `}`);
    client.dispatch({ type: 'overlay', input: { type: 'opened', overlay } });
  };

  const back = () => {
    if (client.state().overlay?.kind === 'help') {
      return client.dispatch({ type: 'overlay', input: { type: 'closed' } });
    }
    const { tab, search } = client.state().posts;
    const isPosts = currentRoute(client.state().routes).name === 'posts';
    if (isPosts && search !== null) {
      const input = { type: 'closed' } as const;
      return client.dispatch({ type: 'posts', input: { type: 'search', input } });
    }
    if (isPosts && tab === 'filtered') return posts.lists.filter(noFilter);
    client.dispatch({ type: 'route.back' }, { type: 'focused', focus: 'messages' });
  };

  return {
    actions: {
      'posts.open': () => withPost(({ id }) => posts.open(id)),
      'posts.mine': () =>
        posts.lists.show(client.state().posts.tab === 'mine' ? 'published' : 'mine'),
      'posts.filter': openFilter,
      'posts.reload': () => {
        if (client.state().posts.search === null) posts.lists.reload();
        else posts.search.askNow();
      },
      'posts.new': () => writing.edit(null),
      'posts.edit': () => withMine(({ id }) => writing.edit(id)),
      'posts.publish': publish,
      'posts.schedule': schedule,
      'posts.unpublish': unpublish,
      'posts.versions': () => withMine(({ id }) => versions.open(id)),
      'posts.delete': () =>
        withMine((post) =>
          ask(`Delete ${quoteTitle(post.title)} for good?`, {
            type: 'deletePost',
            postId: post.id,
          }),
        ),
      'view.back': back,
    },
  };
}
