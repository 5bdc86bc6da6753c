// What a room is called on the screen: a channel by its slug, a direct room by its people.

import type { RoomListItem, RoomView } from '@parley/shared/chat';

export type RoomPeople = RoomListItem['people'];

/** `#lobby`, or `@bob, @cyd`. As the server sent it: sanitize before drawing. */
export function labelRoom(
  { kind, slug }: Pick<RoomView, 'kind' | 'slug'>,
  people: RoomPeople,
): string {
  if (kind !== 'direct') return `#${slug}`;
  // Everybody else may have left.
  return people.length === 0
    ? 'nobody else'
    : people.map(({ username }) => `@${username}`).join(', ');
}
