// Pinning the selected message, and the window of what is pinned in the room.

import { openRoom } from '../app-state.ts';
import type { Effects } from '../effects/index.ts';
import { selectedItem } from '../lists-of-rooms.ts';

export function createPinActions({ client, pins, showing }: Effects) {
  const say = (text: string) =>
    client.dispatch({ type: 'noticed', notice: { text, tone: 'info' } });
  const close = () => client.dispatch({ type: 'overlay', input: { type: 'closed' } });

  const toggle = () => {
    const item = selectedItem(client.state());
    if (item?.kind !== 'message') return say('Select a message first, with k or j.');
    if (item.message.deletedAt !== null) return say('It was deleted.');
    pins.toggle(item.message);
  };

  /** Answers what is wrong, else null. */
  const openPins = (): string | null => {
    const room = openRoom(client.state());
    if (room === undefined) return 'Open a room first.';
    pins.open(room.room.id);
    return null;
  };

  const selected = () => {
    const { overlay } = client.state();
    return overlay?.kind === 'pins' ? overlay.messages?.[overlay.selected] : undefined;
  };

  const select = (step: 1 | -1) => {
    const { overlay } = client.state();
    if (overlay?.kind !== 'pins') return;
    const length = overlay.messages?.length ?? 0;
    const index = length === 0 ? 0 : (overlay.selected + step + length) % length;
    client.dispatch({ type: 'overlay', input: { type: 'selected', index } });
  };

  const go = () => {
    const message = selected();
    if (message === undefined) return;
    close();
    showing.show(message);
  };

  const remove = () => {
    const message = selected();
    if (message !== undefined) pins.toggle(message);
  };

  return {
    openPins,
    actions: {
      'message.pin': toggle,
      'pins.open': () => void openPins(),
      'pins.go': go,
      'pins.down': () => select(1),
      'pins.up': () => select(-1),
      'pins.remove': remove,
      'pins.close': close,
    },
  };
}
