// Completing a nick in the composer from those who wrote or are here.

import type { RoomState } from './room.ts';

const recentMessages = 200;

/**
 * What Tab adds at the cursor: the rest of the nick that the word there begins, and what follows a
 * nick — `: ` at the start of a message, a space elsewhere. Null when no nick begins so.
 */
export function completeNick(room: RoomState, text: string, cursor: number): string | null {
  const [word = ''] = /@?[A-Za-z0-9][\w.-]*$/u.exec(text.slice(0, cursor)) ?? [];
  const begun = word.replace(/^@/u, '').toLowerCase();
  if (begun === '') return null;
  const nick = recentNicks(room).find((name) => name.toLowerCase().startsWith(begun));
  if (nick === undefined) return null;
  const isFirst = cursor === word.length && !word.startsWith('@');
  return `${nick.slice(begun.length)}${isFirst ? ': ' : ' '}`;
}

/** Who spoke last first, then who is here, then the other members as far as they are known. */
export function recentNicks({ messages, presence, members }: RoomState): string[] {
  const spoke = messages
    .slice(-recentMessages)
    .map(({ author }) => author.username)
    .reverse();
  const here = Object.values(presence).flatMap(({ metas }) =>
    metas.map(({ username }) => username),
  );
  const others = (members ?? []).map(({ user }) => user.username);
  return [...new Set([...spoke, ...here.sort(), ...others.sort()])];
}
