// The title of the terminal's window: where one is, and how much is unread.

import { clipText, sanitizeText } from '@parley/shared/text';
import { currentRoute } from '../router/index.ts';
import { type AppState, openRoom } from './app-state.ts';
import { labelRoom } from './room-label.ts';
import { countAllUnread } from './rooms.ts';
import { formatCount } from './rows/counts.ts';

/** One safe line, without anything that a terminal could take for a command. */
export function windowTitle(state: AppState): string {
  const unread = countAllUnread(state.rooms);
  const room = openRoom(state);
  const { name } = currentRoute(state.routes);
  const place =
    room !== undefined
      ? labelRoom(room.room, room.people)
      : ['posts', 'reader', 'versions', 'changes'].includes(name)
        ? 'Posts'
        : '';
  const parts = [
    unread > 0 ? `(${formatCount(unread)})` : '',
    place,
    place === '' ? 'Parley' : '· Parley',
  ];
  const title = parts.filter((part) => part !== '').join(' ');
  return clipText(sanitizeText(title, { multiline: false }), 80);
}
