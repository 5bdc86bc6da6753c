// Rooms as one writes them: `lobby`, `#lobby`, an id, or `@ada,@bob` for the talk with these people.

import { openDirectInput, type RoomListItem } from '@parley/shared/chat';
import type { Api } from '../api/index.ts';
import { checkInput } from './check-input.ts';
import { splitList } from './split-list.ts';

/** What the server knows the room by; the talk with people is opened, if there is none yet. */
export async function openRoom(api: Api, written: string): Promise<string> {
  if (!written.startsWith('@')) return written;
  const input = checkInput(openDirectInput, { usernames: splitList(written) });
  return (await api.chat.openDirect.mutate(input)).id;
}

/** `#lobby`, or `@ada,@bob`: what {@link openRoom} leads back to the room. */
export function nameRoom({ kind, slug, people }: Pick<RoomListItem, 'kind' | 'slug' | 'people'>) {
  if (kind === 'channel') return `#${slug}`;
  return people.length === 0 ? '@' : people.map(({ username }) => `@${username}`).join(',');
}

/** `#lobby` for a room as one wrote it. */
export function asRoom(written: string): string {
  return written.startsWith('@') ? written : `#${written.replace(/^#/, '')}`;
}
