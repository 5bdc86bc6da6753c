// Rooms as one writes them: `lobby`, `#lobby`, an id, or `@ada,@bob` for the talk with these people.

import { openDirectInput, type RoomListItem, talkIsNobodys } from '@parley/shared/chat';
import { DomainError } from '@parley/shared/errors';
import type { Api } from '../api/index.ts';
import { checkInput } from './check-input.ts';
import { splitList } from './split-list.ts';

/** What the server knows the room by, for who reads: the talk with people is there, or nowhere. */
export async function findRoom(api: Api, written: string): Promise<string> {
  if (!written.startsWith('@')) return written;
  const names = checkInput(openDirectInput, { usernames: splitList(written) }).usernames;
  const wanted = toKey(names);
  const { items } = await api.chat.listRooms.query();
  const room = items.find(
    ({ kind, people }) =>
      kind === 'direct' && toKey(people.map(({ username }) => username)) === wanted,
  );
  if (room) return room.id;
  throw new DomainError(
    'not_found',
    `There is no talk with ${written} among your rooms. To open it: tui rooms join ${written}`,
  );
}

const toKey = (names: readonly string[]): string =>
  [...new Set(names.map((name) => name.toLowerCase()))].sort().join(',');

/** What the server knows the room by, for who writes: the talk with people is opened, if there is none yet. */
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

/** A room that somebody looks after. @throws forbidden for a talk, without opening it. */
export function refuseTalk(written: string): string {
  if (written.startsWith('@')) throw new DomainError('forbidden', talkIsNobodys);
  return written;
}

/** `#lobby` for a room as one wrote it. */
export function asRoom(written: string): string {
  return written.startsWith('@') ? written : `#${written.replace(/^#/, '')}`;
}
