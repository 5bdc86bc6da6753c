// Looking for messages: the line, what it found, and going to one where it stands in its room.

import { openRoom } from '../app-state.ts';
import type { Effects } from '../effects/index.ts';
import type { MessageSearch } from '../message-search.ts';
import { wantedWords } from '../word-search.ts';

export function createFindActions(
  { client, finding, showing }: Effects,
  { searchPosts }: { searchPosts(): void },
) {
  const shown = (): MessageSearch | null => {
    const { overlay } = client.state();
    return overlay?.kind === 'find' ? overlay : null;
  };

  const go = () => {
    const search = shown();
    if (search === null) return;
    if (wantedWords(search) !== search.answered) return finding.askNow();
    const found = search.items[search.selected];
    if (found === undefined) return;
    client.dispatch({ type: 'overlay', input: { type: 'closed' } });
    showing.show(found.message);
  };

  const select = (by: 1 | -1) => {
    const search = shown();
    if (search === null) return;
    const index = search.selected + by;
    client.dispatch({
      type: 'overlay',
      input: { type: 'find', input: { type: 'selected', index } },
    });
    if (index > search.items.length - 5) finding.loadMore();
  };

  return {
    findMessages: (text: string) => finding.open(text),
    actions: {
      'search.open': () => {
        if (openRoom(client.state()) === undefined) searchPosts();
        else finding.open('');
      },
      'find.go': go,
      'find.down': () => select(1),
      'find.up': () => select(-1),
      'find.close': () => client.dispatch({ type: 'overlay', input: { type: 'closed' } }),
    },
  };
}
