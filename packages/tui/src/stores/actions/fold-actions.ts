// Showing a long message or comment whole, where it stands, and folding it again.

import type { Effects } from '../effects/index.ts';
import { foldableText } from '../foldable.ts';
import { findList, focusedListName } from '../lists.ts';
import { selectKey } from '../scroll-list.ts';
import { placeAt, positionOf } from '../scroll-list-place.ts';

export function createFoldActions({ client }: Effects) {
  const turn = () => {
    const name = focusedListName(client.state());
    const id = foldableText(client.state());
    if (name === undefined || id === null) {
      const notice = { text: 'All of it is shown.', tone: 'info' } as const;
      return client.dispatch({ type: 'noticed', notice });
    }
    const { unfolded } = client.state();
    const isOpen = unfolded.has(id);
    const before = findList(client.state(), name);
    const position = positionOf(before.state, before.content);
    const ids = new Set(unfolded);
    if (isOpen) ids.delete(id);
    else ids.add(id);
    client.dispatch({ type: 'unfolded', ids });
    // What stood on the screen stays, and more comes below; folded again, it is seen from its beginning.
    const { content, state } = findList(client.state(), name);
    const kept = placeAt(state, content, position);
    const placed = isOpen ? selectKey(kept, content, kept.selectedKey) : kept;
    client.dispatch({ type: 'scrolled', list: name, state: placed });
  };

  return { 'text.unfold': turn };
}
