// The palette: rooms, people, posts and commands in one fuzzy list.

import { findInvite } from '@parley/shared/invites';
import { commandNames, commandTable } from '../keymap/index.ts';
import type { AppState } from './app-state.ts';
import { knownPeople } from './known-people.ts';
import { labelRoom } from './room-label.ts';
import { joinedRooms, otherRooms } from './rooms.ts';

export interface PaletteEntry {
  readonly key: string;
  readonly label: string;
  readonly title: string;
  readonly target:
    | { readonly kind: 'room'; readonly roomId: string }
    /** Talked with alone. */
    | { readonly kind: 'person'; readonly username: string }
    | { readonly kind: 'join'; readonly slug: string }
    | { readonly kind: 'post'; readonly postId: string }
    /** With an argument still missing, the command line opens on it. */
    | { readonly kind: 'command'; readonly line: string; readonly isComplete: boolean };
}

const shownAtMost = 100;

/** Entries that match what was typed, best first; all of them for an empty query. */
export function paletteEntries(state: AppState, query: string): PaletteEntry[] {
  // Pasted whole, a link into a room is all one wants.
  const invite = findInvite(query);
  if (invite !== null) {
    const line = `join ${query.trim()}`;
    const target = { kind: 'command', line, isComplete: true } as const;
    return [{ key: 'invite', label: 'Join by this link', title: 'a room', target }];
  }
  // Nothing typed: my rooms first, as they stand in the list.
  if (query.trim() === '') return allEntries(state).slice(0, shownAtMost);
  const scored = allEntries(state).flatMap((entry, index) => {
    const score = fuzzyScore(query, entry.label);
    return score === null ? [] : [{ entry, score, index }];
  });
  scored.sort((a, b) => b.score - a.score || a.index - b.index);
  return scored.slice(0, shownAtMost).map(({ entry }) => entry);
}

function allEntries(state: AppState): PaletteEntry[] {
  const rooms = joinedRooms(state.rooms).map(
    ({ room, people }): PaletteEntry => ({
      key: `room ${room.id}`,
      label: labelRoom(room, people),
      title: room.topic,
      target: { kind: 'room', roomId: room.id },
    }),
  );
  const joinable = otherRooms(state.rooms).map(
    ({ room }): PaletteEntry => ({
      key: `join ${room.id}`,
      label: `#${room.slug}`,
      title: 'join this room',
      target: { kind: 'join', slug: room.slug },
    }),
  );
  const posts = state.posts.published.items.map(
    (post): PaletteEntry => ({
      key: `post ${post.id}`,
      label: post.title,
      title: `post by ${post.author.username}`,
      target: { kind: 'post', postId: post.id },
    }),
  );
  const commands = commandNames.map((name): PaletteEntry => {
    const { title, argument, isOptional } = commandTable[name];
    const isComplete = argument === null || isOptional;
    const line = isComplete ? name : `${name} `;
    return {
      key: `command ${name}`,
      label: `:${name}`,
      title,
      target: { kind: 'command', line, isComplete },
    };
  });
  return [...rooms, ...commands, ...personEntries(state, rooms), ...joinable, ...posts];
}

/** Who has no room with me alone yet: those rooms are there already. */
function personEntries(state: AppState, rooms: readonly PaletteEntry[]): PaletteEntry[] {
  const labels = new Set(rooms.map(({ label }) => label));
  return knownPeople(state)
    .filter((username) => !labels.has(`@${username}`))
    .map((username) => ({
      key: `person ${username}`,
      label: `@${username}`,
      title: 'talk with them alone',
      target: { kind: 'person', username },
    }));
}

/**
 * How well a label fits a query whose letters it must hold in order; null when it does not.
 * Runs, beginnings of words and the beginning of the label count more, long labels a little less.
 */
export function fuzzyScore(query: string, label: string): number | null {
  const wanted = [...query.toLowerCase().replaceAll(/\s/gu, '')];
  const letters = [...label.toLowerCase()];
  let score = -letters.length / 100;
  let at = -1;
  for (const letter of wanted) {
    const found = letters.indexOf(letter, at + 1);
    if (found === -1) return null;
    const isWordStart = found === 0 || /[\s#:_-]/u.test(letters[found - 1]!);
    score += found === at + 1 ? 3 : isWordStart ? 2 : 1;
    if (found <= 1) score += 1;
    at = found;
  }
  return score;
}
