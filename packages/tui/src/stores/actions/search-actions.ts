// Looking for posts: the line, what it found, and the way back to where one was.

import { currentRoute } from '../../router/index.ts';
import type { Effects } from '../effects/index.ts';
import { findList } from '../lists.ts';
import { postsList, postsListName } from '../lists-of-posts.ts';
import { selectedIndexOf } from '../scroll-list-select.ts';
import { selectNext } from '../select-next.ts';
import { wantedWords } from '../word-search.ts';

export function createSearchActions(
  { client, posts }: Effects,
  { showPosts }: { showPosts(): void },
) {
  const focus = (to: 'composer' | 'messages') => client.dispatch({ type: 'focused', focus: to });

  const open = (text = '') => {
    if (currentRoute(client.state().routes).name !== 'posts') showPosts();
    if (client.state().posts.search === null || text !== '') {
      const input = { type: 'opened', text } as const;
      client.dispatch({ type: 'posts', input: { type: 'search', input } });
    }
    focus('composer');
    if (text !== '') posts.search.askNow();
  };

  const close = () => {
    client.dispatch({ type: 'posts', input: { type: 'search', input: { type: 'closed' } } });
    focus('messages');
  };

  const run = () => {
    const { search } = client.state().posts;
    if (search === null) return;
    if (wantedWords(search) !== search.answered) return posts.search.askNow();
    const { content, state } = postsList(client.state());
    const entry = content.items[selectedIndexOf(state, content.items)];
    if (entry !== undefined) posts.open(entry.key);
  };

  const select = (by: 1 | -1) => {
    const list = findList(client.state(), postsListName(client.state().posts));
    const state = selectNext(list, by);
    if (state !== list.state) client.dispatch({ type: 'scrolled', list: list.name, state });
  };

  return {
    openSearch: open,
    actions: {
      'search.run': run,
      'search.down': () => select(1),
      'search.up': () => select(-1),
      'search.toList': () => focus('messages'),
      'search.close': close,
    },
  };
}
