// The right pane as rows: who is in the room now.

import type { PresenceState } from '@parley/shared/presence';
import { clipText, sanitizeText } from '@parley/shared/text';
import { nickColor, type StyledRow } from '../../theme/index.ts';
import type { RoomState } from '../room.ts';
import { span } from './row.ts';

const namesOf = new WeakMap<PresenceState, readonly string[]>();

/** Usernames that are present, in alphabetical order, each once. */
export function presentNames(presence: PresenceState): readonly string[] {
  let names = namesOf.get(presence);
  if (names === undefined) {
    const all = Object.values(presence).flatMap(({ metas }) => metas[0]?.username ?? []);
    names = [...new Set(all)].sort((a, b) => a.localeCompare(b));
    namesOf.set(presence, names);
  }
  return names;
}

export function peopleRows(room: RoomState, columns: number, rows: number): readonly StyledRow[] {
  const names = presentNames(room.presence);
  const fitting = names.length <= rows - 1 ? names : names.slice(0, rows - 2);
  const shown = fitting.map((name): StyledRow => {
    const isTyping = [...room.typing.values()].some(({ username }) => username === name);
    const text = clipText(sanitizeText(name, { multiline: false }), columns - 4);
    return [
      span(' ● ', { color: 'success' }),
      span(text, { color: nickColor(name) }),
      ...(isTyping ? [span(' …', { color: 'muted' })] : []),
    ];
  });
  const more = names.length - fitting.length;
  return [
    [span(clipText(` Here · ${names.length}`, columns), { bold: true, color: 'heading' })],
    ...shown,
    ...(more > 0 ? [[span(` and ${more} more`, { color: 'muted' })]] : []),
  ];
}
