// The parts of a room and of home as React gets them: rows, each with what it depends on.

import {
  composerRows,
  computeLayout,
  headerRow,
  headerRule,
  messageListRows,
  openRoom,
  peopleRows,
  roomPaneRows,
  typingRow,
  welcomeRows,
} from '../stores/index.ts';
import type { StyledRow } from '../theme/index.ts';
import { useDerived } from './store-context.ts';

type Rows = readonly StyledRow[];

const nothing: Rows = [];

export function useRoomPane(columns: number): Rows {
  return useDerived(
    (state) => roomPaneRows(state, columns),
    (state) => [
      columns,
      state.rooms,
      state.routes,
      state.size,
      state.focus,
      state.overlay === null,
      state.scroll.get('rooms'),
      state.drafts,
    ],
  );
}

export function usePeople(columns: number, rows: number): Rows {
  return useDerived(
    (state) => {
      const room = openRoom(state);
      return room === undefined ? nothing : peopleRows(room, columns, rows);
    },
    (state) => [openRoom(state)?.presence, openRoom(state)?.typing, columns, rows],
  );
}

export function useRoomHeader(columns: number): Rows {
  return useDerived(
    (state) => {
      const room = openRoom(state);
      return room === undefined ? nothing : [headerRow(room, columns), headerRule(columns)];
    },
    (state) => [openRoom(state)?.room, openRoom(state)?.membership === null, columns],
  );
}

export function useMessages(): Rows {
  return useDerived(messageListRows, (state) => {
    const room = openRoom(state);
    const { list } = computeLayout(state);
    return [
      room,
      state.scroll.get(`messages ${room?.room.id}`),
      state.focus,
      state.overlay === null,
      list.rows,
      list.columns,
      state.me,
    ];
  });
}

export function useTypingRow(columns: number): Rows {
  return useDerived(
    (state) => {
      const room = openRoom(state);
      return room === undefined ? nothing : [typingRow(state, room, columns)];
    },
    (state) => {
      const room = openRoom(state);
      return [room?.typing, room?.editing, state.scroll.get(`messages ${room?.room.id}`), columns];
    },
  );
}

export function useComposer(): Rows {
  return useDerived(
    (state) => {
      const room = openRoom(state);
      return room === undefined ? nothing : composerRows(state, room);
    },
    (state) => {
      const room = openRoom(state);
      return [
        room?.room,
        room?.membership === null,
        room?.editing,
        state.drafts,
        state.textTops,
        state.size,
        state.focus,
        state.overlay === null,
        state.connection.phase,
        state.panes,
      ];
    },
  );
}

export function useWelcome(columns: number): Rows {
  return useDerived(
    (state) => welcomeRows(state, columns),
    ({ rooms, me }) => [rooms, me, columns],
  );
}
