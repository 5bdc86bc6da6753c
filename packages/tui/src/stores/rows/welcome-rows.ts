// The main pane while no room is open: what one can do first.

import { wrapText } from '@parley/shared/text';
import type { StyledRow } from '../../theme/index.ts';
import type { AppState } from '../app-state.ts';
import { joinedRooms, otherRooms } from '../rooms.ts';
import { ruleRow, span } from './row.ts';

export function welcomeRows(state: AppState, columns: number): readonly StyledRow[] {
  const name = state.me === null ? '' : `, ${state.me.username}`;
  const hasRooms = joinedRooms(state.rooms).length > 0;
  const hasOthers = otherRooms(state.rooms).length > 0;
  const palette = state.keymap.labelOf('palette.open');
  const advice = [
    ...(hasRooms ? [`${state.keymap.labelOf('rooms.next')} goes to the next room.`] : []),
    ...(hasOthers ? [':join and the name of a room lets you in; Tab shows which there are.'] : []),
    ...(hasRooms || hasOthers
      ? []
      : ['There is no room yet. :create general makes the first one.']),
    ':write begins a post, :posts shows what others wrote.',
    `${palette} finds rooms, posts and commands. ? shows all keys.`,
  ];
  return [
    [span(` Welcome${name}`, { bold: true, color: 'accent' })],
    ruleRow('', columns, { color: 'muted' }),
    [],
    ...advice.flatMap((sentence): StyledRow[] => [
      ...wrapText(sentence, columns - 4).map((text) => [span(`  ${text}`)]),
      [],
    ]),
  ];
}
