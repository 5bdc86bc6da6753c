// The commands for looking after the open room.

import { memberRoles } from '@parley/shared/chat';
import { openRoom } from '../app-state.ts';
import type { Effects } from '../effects/index.ts';
import type { Intent } from '../overlay.ts';
import { parseQuiet } from '../quiet.ts';

type RoomCommand =
  | 'topic'
  | 'rename'
  | 'invite'
  | 'kick'
  | 'ban'
  | 'unban'
  | 'mute'
  | 'role'
  | 'archive';

export function createRoomCommands(
  { client, roomKeeping }: Pick<Effects, 'client' | 'roomKeeping'>,
  complain: (problem: string) => void,
): Record<RoomCommand, (argument: string) => void> {
  const withRoom = (run: (room: { id: string; slug: string; isArchived: boolean }) => void) => {
    const room = openRoom(client.state())?.room;
    if (room === undefined) return complain('Open a room first.');
    run({ id: room.id, slug: room.slug, isArchived: room.archivedAt !== null });
  };
  const ask = (question: string, intent: Intent) => {
    const overlay = { kind: 'confirm', question, intent } as const;
    client.dispatch({ type: 'overlay', input: { type: 'opened', overlay } });
  };
  const split = (argument: string) => {
    const [name = '', ...rest] = argument.split(/\s+/u);
    return { username: name.replace(/^@/u, ''), rest: rest.join(' ') };
  };

  return {
    topic: (argument) =>
      withRoom(({ id }) => roomKeeping.update(id, { topic: argument.replace(/^"(.*)"$/u, '$1') })),
    rename: (argument) =>
      withRoom(({ id }) => roomKeeping.update(id, { slug: argument.replace(/^#/u, '') })),
    invite: (argument) => withRoom(({ id }) => roomKeeping.invite(id, split(argument).username)),
    kick: (argument) =>
      withRoom(({ id, slug }) => {
        const { username } = split(argument);
        ask(`Put ${username} out of #${slug}?`, { type: 'kick', roomId: id, username });
      }),
    ban: (argument) =>
      withRoom(({ id, slug }) => {
        const { username, rest } = split(argument);
        const intent = { type: 'ban', roomId: id, username, reason: rest } as const;
        ask(`Put ${username} out of #${slug}, and keep them out?`, intent);
      }),
    mute: (argument) =>
      withRoom(({ id }) => {
        const { username, rest } = split(argument);
        const mutedUntil = parseQuiet(rest === '' ? '1h' : rest, client.ports.now());
        if (mutedUntil === undefined) return complain('For how long? Such as 30m, 2h, or off.');
        roomKeeping.mute(id, username, mutedUntil);
      }),
    unban: (argument) => withRoom(({ id }) => roomKeeping.unban(id, split(argument).username)),
    role: (argument) =>
      withRoom(({ id }) => {
        const { username, rest } = split(argument);
        const role = memberRoles.find((known) => known === rest.toLowerCase());
        if (role === undefined) return complain(`Which role? One of ${memberRoles.join(', ')}.`);
        roomKeeping.setRole(id, username, role);
      }),
    archive: () =>
      withRoom(({ id, slug, isArchived }) => {
        if (isArchived) return roomKeeping.archive(id, false);
        ask(`Archive #${slug}? It can be read then, not written in.`, {
          type: 'archiveRoom',
          roomId: id,
        });
      }),
  };
}
