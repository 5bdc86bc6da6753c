// Rooms as one writes them: `lobby`, `#lobby`, an id, or `@ada,@bob` for the talk with these people.

import { openDirectInput, type RoomListItem, talkIsNobodys } from '@parley/shared/chat';
import { DomainError } from '@parley/shared/errors';
import type { Api } from '../api/index.ts';
import { checkInput } from './check-input.ts';
import { splitList } from './split-list.ts';

/** What the server knows the room by, for who reads: the talk with people is there, put away or not, or nowhere. */
export async function findRoom(api: Api, written: string): Promise<string> {
  if (!written.startsWith('@')) return written;
  const input = checkInput(openDirectInput, { usernames: splitList(written) });
  const room = await api.chat.findDirect.query(input).catch((error: unknown) => {
    if (!(error instanceof DomainError) || error.code !== 'not_found') throw error;
    throw new DomainError(
      'not_found',
      `You have no talk with ${written}. To open one: tui rooms join ${written}`,
    );
  });
  return room.id;
}

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
