// The list of people: talking with one, and for who looks after the room, muting, kicking, banning.

import { openRoom } from '../app-state.ts';
import type { Effects } from '../effects/index.ts';
import { peopleList } from '../lists-of-rooms.ts';
import type { Intent } from '../overlay.ts';
import type { RoomState } from '../room.ts';
import type { PersonEntry } from '../room-people.ts';
import { selectedIndexOf } from '../scroll-list-select.ts';

const mutedMs = 3_600_000;

export function createPeopleActions({ client, rooms, roomKeeping: keeping }: Effects) {
  const say = (text: string) =>
    client.dispatch({ type: 'noticed', notice: { text, tone: 'info' } });

  const withPerson = (run: (person: PersonEntry, room: RoomState) => void) => {
    const room = openRoom(client.state());
    if (room === undefined) return;
    const { content, state } = peopleList(client.state(), room);
    const person = content.items[selectedIndexOf(state, content.items)];
    if (person === undefined) return say('Nobody is selected.');
    if (person.username === client.state().me?.username) return say('That is you.');
    run(person, room);
  };
  const ask = (question: string, intent: Intent) => {
    const overlay = { kind: 'confirm', question, intent } as const;
    client.dispatch({ type: 'overlay', input: { type: 'opened', overlay } });
  };

  return {
    'people.talk': () => withPerson(({ username }) => rooms.talkTo([username])),
    'people.mute': () =>
      withPerson(({ username, mark }, { room }) => {
        const now = client.ports.now();
        const isMuted = Date.parse(mark?.mutedUntil ?? '') > now;
        const until = new Date(now + mutedMs).toISOString();
        keeping.mute(room.id, username, isMuted ? null : until);
      }),
    'people.kick': () =>
      withPerson(({ username }, { room }) =>
        ask(`Put ${username} out of #${room.slug}?`, { type: 'kick', roomId: room.id, username }),
      ),
    'people.ban': () =>
      withPerson(({ username }, { room }) => {
        const intent = { type: 'ban', roomId: room.id, username, reason: '' } as const;
        ask(`Put ${username} out of #${room.slug}, and keep them out?`, intent);
      }),
    'people.leave': () => client.dispatch({ type: 'focused', focus: 'composer' }),
  };
}
