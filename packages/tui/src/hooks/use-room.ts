// The parts of a room and of home as React gets them: rows, each with what it depends on.

import {
  composerRows,
  computeLayout,
  headerRow,
  headerRule,
  isPaneAnswerGone,
  messageListRows,
  openRoom,
  openThreadId,
  peopleRows,
  roomPaneRows,
  sayPaneBar,
  streamRows,
  type TalkPane,
  threadHeaderRows,
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
      state.activity,
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
    (state) => peopleRows(state, columns),
    (state) => {
      const room = openRoom(state);
      return [
        room?.room.id,
        room?.presence,
        room?.present,
        room?.typing,
        openThreadId(state),
        room?.members,
        state.now,
        state.scroll.get(`people ${room?.room.id}`),
        state.focus,
        state.overlay === null,
        columns,
        rows,
      ];
    },
  );
}

export function useRoomHeader(columns: number): Rows {
  return useDerived(
    (state) => {
      const room = openRoom(state);
      return room === undefined ? nothing : [headerRow(room, columns), headerRule(columns)];
    },
    (state) => [openRoom(state)?.room, openRoom(state)?.membership, columns],
  );
}

export function useMessages(): Rows {
  return useDerived(messageListRows, (state) => {
    const room = openRoom(state);
    const { list } = computeLayout(state);
    return [
      room,
      state.routes,
      state.scroll.get(`messages ${room?.room.id}`),
      state.scroll.get(`thread ${openThreadId(state)}`),
      state.focus,
      state.overlay === null,
      list.rows,
      list.columns,
      state.isInStream,
      state.me,
      state.keywords,
      state.unfolded,
    ];
  });
}

/** The room beside its open thread. */
export function useStream(): Rows {
  return useDerived(streamRows, (state) => {
    const room = openRoom(state);
    const { stream } = computeLayout(state);
    const list = state.scroll.get(`messages ${room?.room.id}`);
    return [
      room,
      list,
      stream?.columns,
      stream?.rows,
      state.me,
      state.keywords,
      state.unfolded,
      state.focus,
      state.overlay === null,
      state.isInStream,
    ];
  });
}

export function useThreadHeader(columns: number): Rows {
  return useDerived(
    (state) => threadHeaderRows(state, columns),
    (state) => {
      const room = openRoom(state);
      return [columns, openThreadId(state), room?.threads, room?.room, room?.people];
    },
  );
}

export function useTypingRow(columns: number, pane: TalkPane): Rows {
  return useDerived(
    (state) => {
      const room = openRoom(state);
      return room === undefined ? nothing : [typingRow(state, room, { columns, pane })];
    },
    (state) => {
      const room = openRoom(state);
      const threadId = pane === 'stream' ? null : openThreadId(state);
      const list = threadId === null ? `messages ${room?.room.id}` : `thread ${threadId}`;
      const scroll = state.scroll.get(list);
      const bar = room === undefined ? null : sayPaneBar(state, room, pane);
      const drafts = bar === null ? null : state.drafts;
      return [room?.typing, room?.editing, scroll, list, state.isInStream, columns, bar, drafts];
    },
  );
}

export function useComposer(pane: TalkPane): Rows {
  return useDerived(
    (state) => {
      const room = openRoom(state);
      return room === undefined ? nothing : composerRows(state, room, pane);
    },
    (state) => {
      const room = openRoom(state);
      return [
        room?.room,
        room?.membership === null,
        room && sayPaneBar(state, room, pane),
        room && isPaneAnswerGone(state, room, pane),
        room?.editing,
        state.routes,
        state.drafts,
        state.entering,
        state.textTops,
        state.size,
        state.focus,
        state.overlay === null,
        state.connection.phase,
        state.panes,
        state.isInStream,
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
