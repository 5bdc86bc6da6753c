// The lists of rooms, of a room's people, and of what is said in one.

import { type AppState, openRoom, openThreadId } from './app-state.ts';
import { foldingOf } from './folding.ts';
import { keywordIndexOf } from './keyword-marks.ts';
import { computeLayout } from './layout.ts';
import { type List, placeList } from './list.ts';
import type { RoomState } from './room.ts';
import { type RoomEntry, roomEntries } from './room-entries.ts';
import { type PersonEntry, personEntries } from './room-people.ts';
import { roomThreadItems } from './room-thread-items.ts';
import { type MessageFrame, messageRows } from './rows/message-rows.ts';
import { isNearStart, visibleItems } from './scroll-list.ts';
import { selectedIndexOf } from './scroll-list-select.ts';
import { type TalkPane, talkPane } from './talk-side.ts';
import { buildTimeline, type TimelineItem } from './timeline.ts';

export function roomsList(state: AppState): List<RoomEntry> {
  const measure = ({ heading }: RoomEntry) => (heading === null ? 1 : 3);
  return placeList(state, 'rooms', { items: roomEntries(state), measure });
}

/** Who is in a room, in the right pane. */
export function peopleList(state: AppState, room: RoomState): List<PersonEntry> {
  const measure = ({ heading }: PersonEntry) => (heading === null ? 1 : 3);
  return placeList(state, `people ${room.room.id}`, { items: personEntries(room), measure });
}

export function messageList(state: AppState, room: RoomState): List<TimelineItem> {
  const measure = (item: TimelineItem, columns: number) =>
    messageRows(item, messageFrame(state, room, columns)).length;
  return placeList(state, `messages ${room.room.id}`, { items: timelineOf(room), measure });
}

/** A thread of the room: its first message, and the replies. */
export function roomThreadList(
  state: AppState,
  room: RoomState,
  rootId: string,
): List<TimelineItem> {
  const measure = (item: TimelineItem, columns: number) =>
    messageRows(item, messageFrame(state, room, columns)).length;
  const items = roomThreadItems(room, rootId, state.me?.id ?? null);
  return placeList(state, `thread ${rootId}`, { items, measure });
}

/** What is talked in: the thread, or else the room. */
export function talkList(
  state: AppState,
  room: RoomState,
  pane: TalkPane = talkPane(state),
): List<TimelineItem> {
  const rootId = pane === 'stream' ? null : openThreadId(state);
  return rootId === null ? messageList(state, room) : roomThreadList(state, room, rootId);
}

/** What the look of a room's messages depends on besides themselves. */
export function messageFrame(state: AppState, room: RoomState, columns: number): MessageFrame {
  const { me, keywords } = state;
  const [myName, myId] = [me?.username ?? null, me?.id ?? null];
  return {
    columns,
    room,
    myName,
    myId,
    keywords: keywordIndexOf(keywords),
    ...foldingOf(state),
  };
}

const timelines = new WeakMap<RoomState, TimelineItem[]>();

function timelineOf(room: RoomState): TimelineItem[] {
  let items = timelines.get(room);
  if (items === undefined) {
    items = buildTimeline(room);
    timelines.set(room, items);
  }
  return items;
}

/** The timeline item that is selected in the open room. */
export function selectedItem(state: AppState): TimelineItem | undefined {
  const room = openRoom(state);
  if (room === undefined) return undefined;
  const { content, state: list } = talkList(state, room);
  return content.items[selectedIndexOf(list, content.items)];
}

// In a narrow window a thread lies over its room.
function shownRoom(state: AppState): RoomState | undefined {
  const isCovered = openThreadId(state) !== null && computeLayout(state).stream === null;
  return isCovered ? undefined : openRoom(state);
}

/** The open room's newest message is on the screen. */
export function isScrolledToEnd(state: AppState): boolean {
  const room = shownRoom(state);
  return room !== undefined && messageList(state, room).state.anchor === 'end';
}

/** What is older would soon be on the screen of the open room. */
export function isTopInView(state: AppState): boolean {
  const room = shownRoom(state);
  if (room === undefined || room.messages.length === 0) return false;
  const { state: list, content } = messageList(state, room);
  return isNearStart(list, content);
}

/** The seqs after which something is missing on the screen of the open room. */
export function visibleGaps(state: AppState): number[] {
  const room = shownRoom(state);
  if (room === undefined) return [];
  const { state: list, content } = messageList(state, room);
  return visibleItems(list, content).flatMap(({ item }) =>
    item.kind === 'gap' ? [item.after] : [],
  );
}
