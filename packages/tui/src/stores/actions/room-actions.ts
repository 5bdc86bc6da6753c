// Going from room to room, the panes, and where the keys go.

import { currentRoute } from '../../router/index.ts';
import { type Focus, openRoom } from '../app-state.ts';
import type { Effects } from '../effects/index.ts';
import { computeLayout } from '../layout.ts';
import { roomsList } from '../lists-of-rooms.ts';
import type { RoomState } from '../room.ts';
import { joinedRooms, stepRoom } from '../rooms.ts';
import { selectKey } from '../scroll-list.ts';
import { selectedIndexOf } from '../scroll-list-select.ts';
import { isThreadBeside, talkPane } from '../talk-side.ts';

export function createRoomActions({ client, rooms, roomKeeping, posts }: Effects) {
  const presentRoomId = () => openRoom(client.state())?.room.id ?? null;
  const say = (text: string) =>
    client.dispatch({ type: 'noticed', notice: { text, tone: 'info' } });
  const go = (room: RoomState | undefined, otherwise = '') => {
    if (room !== undefined) rooms.open(room.room.id);
    else if (otherwise !== '') say(otherwise);
  };

  const showPosts = () => {
    client.dispatch(
      { type: 'route.pushed', route: { name: 'posts' } },
      { type: 'focused', focus: 'messages' },
    );
    posts.lists.show(client.state().posts.tab);
  };

  const openSelected = () => {
    const { content, state } = roomsList(client.state());
    const entry = content.items[selectedIndexOf(state, content.items)];
    if (entry === undefined) return say('Move to a room with j and k first.');
    if (entry.target.kind === 'posts') showPosts();
    else rooms.open(entry.target.room.room.id);
  };

  const focus = (to: Focus, isInStream?: boolean) => {
    if (to === 'rooms') selectPresent();
    const roomId = presentRoomId();
    if (to === 'people' && roomId !== null) roomKeeping.loadPeople(roomId);
    client.dispatch({ type: 'focused', focus: to, isInStream });
  };

  // The list starts from where one is.
  const selectPresent = () => {
    const { content, state, name } = roomsList(client.state());
    const key = currentRoute(client.state().routes).name === 'room' ? presentRoomId() : 'posts';
    client.dispatch({ type: 'scrolled', list: name, state: selectKey(state, content, key) });
  };

  const moveFocus = (step: 1 | -1) => {
    const state = client.state();
    const hasRooms = computeLayout(state).left > 0;
    const isReader = currentRoute(state.routes).name === 'reader';
    const elsewhere: Focus[] = isReader ? ['messages', 'comments'] : ['messages'];
    const main: Focus[] = openRoom(state) === undefined ? elsewhere : ['composer', 'messages'];
    const hasPeople = openRoom(state) !== undefined && computeLayout(state).right > 0;
    const sides: Focus[] = [
      ...(hasPeople ? ['people' as const] : []),
      ...(hasRooms ? ['rooms' as const] : []),
    ];
    const at = (to: Focus, isInStream = false) => ({ to, isInStream });
    const places = [
      ...main.map((to) => at(to)),
      // Beside its open thread the room has a composer and messages as well.
      ...(isThreadBeside(state) ? main.map((to) => at(to, true)) : []),
      ...sides.map((to) => at(to)),
    ];
    const isInStream = talkPane(state) === 'stream' && main.includes(state.focus);
    const index = places.findIndex(
      (place) => place.to === state.focus && place.isInStream === isInStream,
    );
    const next = places[(Math.max(0, index) + step + places.length) % places.length]!;
    focus(next.to, next.isInStream);
  };

  const togglePane = (side: 'left' | 'right') => {
    const { left, right } = computeLayout(client.state());
    client.dispatch({ type: 'pane', side, isShown: (side === 'left' ? left : right) === 0 });
    const { focus: present } = client.state();
    const shown = computeLayout(client.state());
    const isHidden =
      (present === 'rooms' && shown.left === 0) || (present === 'people' && shown.right === 0);
    if (isHidden) client.dispatch({ type: 'focused', focus: 'messages' });
  };

  const goNumber = (number: number) =>
    go(joinedRooms(client.state().rooms)[number - 1], `There is no room ${number}.`);

  return {
    showPosts,
    moveFocus,
    togglePane,
    focus,
    actions: {
      'rooms.open': openSelected,
      'rooms.leaveList': () =>
        focus(openRoom(client.state()) === undefined ? 'messages' : 'composer'),
      'rooms.next': () => go(stepRoom(client.state().rooms, presentRoomId(), 1)),
      'rooms.previous': () => go(stepRoom(client.state().rooms, presentRoomId(), -1)),
      'rooms.go1': () => goNumber(1),
      'rooms.go2': () => goNumber(2),
      'rooms.go3': () => goNumber(3),
      'rooms.go4': () => goNumber(4),
      'rooms.go5': () => goNumber(5),
      'rooms.go6': () => goNumber(6),
      'rooms.go7': () => goNumber(7),
      'rooms.go8': () => goNumber(8),
      'rooms.go9': () => goNumber(9),
      'panes.left': () => togglePane('left'),
      'panes.right': () => togglePane('right'),
      'focus.next': () => moveFocus(1),
      'focus.previous': () => moveFocus(-1),
    },
  };
}
