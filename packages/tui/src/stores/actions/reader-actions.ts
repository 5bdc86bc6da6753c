// Reading a post: from heading to heading, its contents, its address.

import { sanitizeText } from '@parley/shared/text';
import { currentRoute } from '../../router/index.ts';
import type { Effects } from '../effects/index.ts';
import { openOutline } from '../lists.ts';
import { readerList } from '../lists-of-posts.ts';
import { presentHeading, showHeading, stepHeading } from '../reading-place.ts';
import type { ScrollListState } from '../scroll-list.ts';

export function createReaderActions({ client, posts }: Effects) {
  const say = (text: string) =>
    client.dispatch({ type: 'noticed', notice: { text, tone: 'info' } });

  const presentId = (): string | null => {
    const route = currentRoute(client.state().routes);
    if (route.name === 'reader') return route.postId;
    return route.name === 'editor' ? 'preview' : null;
  };
  const present = () => {
    const id = presentId();
    return id === null ? undefined : client.state().posts.read.get(id);
  };

  const place = (move: (list: ReturnType<typeof readerList>) => ScrollListState | undefined) => {
    const id = presentId();
    if (id === null) return false;
    const list = readerList(client.state(), id);
    const state = move(list);
    if (state === undefined) return false;
    client.dispatch({ type: 'scrolled', list: list.name, state });
    return true;
  };

  const step = (by: 1 | -1) => {
    if (place((list) => stepHeading(list, by))) return;
    say(by > 0 ? 'There is no further heading.' : 'There is no heading above.');
  };

  const outline = () => {
    const id = presentId();
    if (id === null || openOutline(client.state()).length === 0) return say('It has no headings.');
    const selected = Math.max(0, presentHeading(readerList(client.state(), id)));
    const overlay = { kind: 'outline', selected } as const;
    client.dispatch({ type: 'overlay', input: { type: 'opened', overlay } });
  };

  const select = (by: 1 | -1) => {
    const { overlay } = client.state();
    const { length } = openOutline(client.state());
    if (overlay?.kind !== 'outline' || length === 0) return;
    const index = (overlay.selected + by + length) % length;
    client.dispatch({ type: 'overlay', input: { type: 'selected', index } });
  };

  const go = () => {
    const { overlay } = client.state();
    if (overlay?.kind !== 'outline') return;
    const heading = openOutline(client.state())[overlay.selected];
    client.dispatch({ type: 'overlay', input: { type: 'closed' } });
    if (heading !== undefined) place((list) => showHeading(list, heading.index));
  };

  const copyLink = () => {
    const post = present();
    if (post === undefined) return say('There is nothing to copy yet.');
    if (post.state !== 'published') return say('It has no address before it is published.');
    const link = `${client.state().server}/posts/${encodeURIComponent(post.slug)}`;
    client.ports.copyText(sanitizeText(link, { multiline: false }));
    say("Its address is sent to the terminal's clipboard.");
  };

  const copy = () => {
    const post = present();
    if (post === undefined) return say('There is nothing to copy yet.');
    client.ports.copyText(sanitizeText(`# ${post.title}\n\n${post.body}`).trimEnd());
    say("Sent to the terminal's clipboard, as Markdown.");
  };

  return {
    'reader.nextHeading': () => step(1),
    'reader.previousHeading': () => step(-1),
    'reader.outline': outline,
    'reader.copyLink': copyLink,
    'reader.copy': copy,
    'reader.reload': () => {
      const id = presentId();
      if (id !== null && id !== 'preview') posts.refetch(id);
    },
    'outline.go': go,
    'outline.down': () => select(1),
    'outline.up': () => select(-1),
    'outline.close': () => client.dispatch({ type: 'overlay', input: { type: 'closed' } }),
  };
}
