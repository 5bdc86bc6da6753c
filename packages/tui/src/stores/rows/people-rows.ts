// The right pane as rows: who is in the room now, and once they were asked for, its other members.

import { bearingOf } from '@parley/shared/presence';
import { statusAt } from '@parley/shared/status';
import { clipText, displayWidth, sanitizeText } from '@parley/shared/text';
import { nickColor, type SpanStyle, type StyledRow } from '../../theme/index.ts';
import { type AppState, openRoom, openThreadId } from '../app-state.ts';
import { peopleList } from '../lists-of-rooms.ts';
import { typistsIn } from '../room.ts';
import { type PersonEntry, presentNames } from '../room-people.ts';
import { visibleItems } from '../scroll-list.ts';
import { fillRow, span } from './row.ts';

export function peopleRows(state: AppState, columns: number): readonly StyledRow[] {
  const room = openRoom(state);
  if (room === undefined) return [];
  const { content, state: list } = peopleList(state, room);
  const typing = new Set(typistsIn(room, openThreadId(state)).map(({ username }) => username));
  const isFocused = state.overlay === null && state.focus === 'people';
  const rows = visibleItems(list, content).flatMap(({ item, clipTop, height }) => {
    const isSelected = isFocused && item.key === list.selectedKey;
    return personRows(item, { typing, columns, isSelected, now: state.now }).slice(
      clipTop,
      clipTop + height,
    );
  });
  const known = presentNames(room.presence).length;
  const here = Math.max(known, room.present);
  const shown = known < here ? `, ${known} shown` : '';
  const title = clipText(` Here · ${here}${shown}`, columns);
  return [[span(title, { bold: true, color: 'heading' })], ...rows];
}

const marks = {
  here: { mark: '●', color: 'success' },
  idle: { mark: '◐', color: 'warning' },
  away: { mark: '◐', color: 'warning' },
  dnd: { mark: '⊖', color: 'error' },
  gone: { mark: '○', color: 'muted' },
} as const;

/** How a person stands there, and what they say of it. */
function standing(
  { isHere, metas, member }: Pick<PersonEntry, 'isHere' | 'metas' | 'member'>,
  now: number,
): { bearing: keyof typeof marks; text: string } {
  const said = isHere ? bearingOf(metas, now) : undefined;
  const text = said?.text ?? statusAt(member?.status, now)?.text ?? '';
  return { bearing: said?.bearing ?? 'gone', text: sanitizeText(text, { multiline: false }) };
}

function personRows(
  { username, isHere, metas, mark: held, member, heading }: PersonEntry,
  {
    typing,
    columns,
    isSelected,
    now,
  }: { typing: ReadonlySet<string>; columns: number; isSelected: boolean; now: number },
): StyledRow[] {
  const { bearing, text } = standing({ isHere, metas, member }, now);
  const isMuted = Date.parse(held?.mutedUntil ?? '') > now;
  const bot = member?.user.isBot ? ' bot' : '';
  const role = held === undefined || held.role === 'member' ? bot : `${bot} ${held.role}`;
  const said = `${typing.has(username) ? ' …' : ''}${isMuted ? ' muted' : role}`;
  const look: SpanStyle = isSelected ? { inverse: true } : {};
  const name = clipText(
    sanitizeText(username, { multiline: false }),
    Math.max(4, columns - 4 - displayWidth(said)),
  );
  const left = columns - 4 - displayWidth(name) - displayWidth(said);
  const words = text === '' || left < 3 ? '' : ` ${clipText(text, left - 1)}`;
  const { mark, color } = marks[bearing];
  const row: StyledRow = [
    span(` ${mark} `, { color, ...look }),
    span(name, { color: nickColor(username), ...look }),
    span(said, { color: 'muted', ...look }),
    span(words, { color: 'muted', italic: true, ...look }),
  ];
  const whole = isSelected ? fillRow(row, columns, look) : row;
  if (heading === null) return [whole];
  return [[], [span(clipText(` ${heading}`, columns), { bold: true, color: 'heading' })], whole];
}
