// Looking after a room: its name and topic, who is in it, who may write, and whether it goes on.

import type { MemberRole, UpdateRoomInput } from '@parley/shared/chat';
import { limits } from '@parley/shared/limits';
import { sayUntil } from '../quiet.ts';
import { keptPeople, type PeopleInput } from '../room-presence.ts';
import { parseMembers, parsePeople } from '../wire-events.ts';
import { attempt, type Client } from './client.ts';

const mostPages = Math.ceil(keptPeople / limits.presencePage) + 1;

export interface RoomKeeping {
  /** Fetches the members, for the list of people, and in a large room those present that were not told of. */
  loadPeople(roomId: string): void;
  update(roomId: string, change: Omit<UpdateRoomInput, 'room'>): void;
  archive(roomId: string, archived: boolean): void;
  invite(roomId: string, username: string): void;
  kick(roomId: string, username: string): void;
  ban(roomId: string, username: string, reason: string): void;
  unban(roomId: string, username: string): void;
  /** Until then they do not write there; null lets them at once. */
  mute(roomId: string, username: string, mutedUntil: string | null): void;
  setRole(roomId: string, username: string, role: MemberRole): void;
}

export function createRoomKeeping(client: Client): RoomKeeping {
  /** Does it, and says so. */
  const act = (doing: string, run: () => Promise<unknown>, done: string) =>
    attempt(client, doing, async () => {
      await run();
      client.dispatch({ type: 'noticed', notice: { text: done, tone: 'good' } });
    });

  let pageRows = 0;

  const loadPresent = async (roomId: string) => {
    const room = client.state().rooms.get(roomId);
    if (room === undefined || room.hasAll) return;
    pageRows += 1;
    const id = pageRows;
    const tell = (input: PeopleInput) =>
      client.dispatch({
        type: 'rooms',
        input: { type: 'room', roomId, input: { type: 'people', input } },
      });
    tell({ type: 'asked', id });
    let after = '';
    for (let page = 1; page <= mostPages; page += 1) {
      // By the line that tells what changes: what it told before, the page knows.
      const state = parsePeople(await client.api().listPresent(roomId, after));
      if (client.state().rooms.get(roomId)?.paged?.id !== id) return;
      const last = Object.keys(state).at(-1);
      if (last === undefined) break;
      client.batch.flush();
      tell({ type: 'page', id, state });
      after = last;
    }
    tell({ type: 'ended', id });
  };

  return {
    loadPeople(room) {
      attempt(client, 'People', () => loadPresent(room));
      attempt(client, 'Members', async () => {
        const members = parseMembers(await client.api().listMembers(room));
        const input = { type: 'members', members } as const;
        client.dispatch({ type: 'rooms', input: { type: 'room', roomId: room, input } });
      });
    },
    update: (room, change) =>
      act('Room', () => client.api().updateRoom({ room, ...change }), 'The room is changed.'),
    archive: (room, archived) =>
      act(
        'Archive',
        () => client.api().archiveRoom({ room, archived }),
        archived ? 'It is archived: it can be read, not written in.' : 'It is open again.',
      ),
    invite: (room, username) =>
      act(
        'Invite',
        () => client.api().inviteMember({ room, username }),
        `${username} is in the room.`,
      ),
    kick: (room, username) =>
      act('Kick', () => client.api().removeMember({ room, username }), `${username} is out.`),
    ban: (room, username, reason) =>
      act(
        'Ban',
        () => client.api().banMember({ room, username, ...(reason !== '' && { reason }) }),
        `${username} is out, and stays out.`,
      ),
    unban: (room, username) =>
      act(
        'Unban',
        () => client.api().unbanMember({ room, username }),
        `${username} may come in again.`,
      ),
    mute: (room, username, mutedUntil) =>
      act(
        'Mute',
        () => client.api().setMember({ room, username, mutedUntil }),
        mutedUntil === null
          ? `${username} may write here again.`
          : `${username} may not write here until ${sayUntil(mutedUntil, client.ports.now())}.`,
      ),
    setRole: (room, username, role) =>
      act(
        'Role',
        () => client.api().setMember({ room, username, role }),
        `${username} is ${role} now.`,
      ),
  };
}
