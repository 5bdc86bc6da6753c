// Rooms, as a person deals with them: opening, joining, making and leaving.

import type { MessageView, SetNotifyInput } from '@parley/shared/chat';
import { DomainError } from '@parley/shared/errors';
import { findInvite, type Invite, isInviteTo } from '@parley/shared/invites';
import { currentRoute } from '../../router/index.ts';
import { sayNotify } from '../notification.ts';
import { labelRoom } from '../room-label.ts';
import { findRoomBySlug, joinedRooms } from '../rooms.ts';
import { attempt, type Client, reportProblem } from './client.ts';
import { createRoomLines, type RoomLinesDeps } from './room-lines.ts';

export interface RoomEffects {
  /** Fetches the list and subscribes to what I am a member of. */
  refresh(): Promise<void>;
  open(roomId: string): void;
  join(name: string): void;
  create(slug: string, topic: string): void;
  /** Opens the direct room of these people. */
  talkTo(usernames: readonly string[]): void;
  leave(roomId: string): void;
  /** The message and what follows it count as unread again. */
  markUnread(message: MessageView): void;
  /** What of the room notifies, and until when nothing does. */
  setNotify(roomId: string, change: Omit<SetNotifyInput, 'room'>): void;
  stop(): void;
}

export function createRoomEffects(client: Client, deps: RoomLinesDeps): RoomEffects {
  const lines = createRoomLines(client, deps);

  const open = (roomId: string) => {
    const route = { name: 'room', roomId } as const;
    const isRoom = currentRoute(client.state().routes).name === 'room';
    client.dispatch(
      { type: isRoom ? 'route.replaced' : 'route.reset', route },
      { type: 'rooms', input: { type: 'room', roomId, input: { type: 'opened' } } },
      { type: 'focused', focus: 'composer' },
    );
    if (client.state().me !== null) lines.sync();
  };

  const enter = async (ref: string) => {
    await lines.refresh();
    const room = findRoomBySlug(client.state().rooms, ref);
    if (room !== undefined) open(room.room.id);
  };

  const joinByInvite = (invite: Invite) =>
    attempt(client, 'Invite', async () => {
      const { server, info } = client.state();
      if (!isInviteTo(invite, [server, info?.publicUrl])) {
        const where = `It leads to another server. Go there first: :connect ${invite.server}`;
        throw new DomainError('invalid', where);
      }
      const room = await client.api().joinByInvite(invite.code);
      await enter(room.id);
    });

  return {
    refresh: lines.refresh,
    open,
    join(name) {
      const invite = findInvite(name);
      if (invite !== null) return joinByInvite(invite);
      const slug = name.replace(/^#/u, '').toLowerCase();
      const known = findRoomBySlug(client.state().rooms, slug);
      if (known !== undefined && known.membership !== null) return open(known.room.id);
      attempt(client, `#${slug}`, async () => {
        await client.api().joinRoom(slug);
        await enter(slug);
      });
    },
    create(slug, topic) {
      attempt(client, `#${slug}`, async () => {
        const input = { slug, visibility: 'public', ...(topic !== '' && { topic }) } as const;
        const room = await client.api().createRoom(input);
        await enter(room.slug);
      });
    },
    talkTo(usernames) {
      attempt(client, usernames.map((name) => `@${name}`).join(', '), async () => {
        const room = await client.api().openDirect([...usernames]);
        await enter(room.id);
      });
    },
    leave(roomId) {
      const known = client.state().rooms.get(roomId);
      const name = known === undefined ? roomId : labelRoom(known.room, known.people);
      client
        .api()
        .leaveRoom(roomId)
        .then(async () => {
          const next = joinedRooms(client.state().rooms).find(({ room }) => room.id !== roomId);
          if (next !== undefined) open(next.room.id);
          else client.dispatch({ type: 'route.reset', route: { name: 'room', roomId: null } });
          await lines.refresh();
          client.dispatch({
            type: 'noticed',
            notice: { text: `You left ${name}.`, tone: 'info' },
          });
        })
        .catch((error: unknown) => reportProblem(client, error, name));
    },
    markUnread(message) {
      const { roomId, seq } = message;
      const input = { type: 'unreadMarked', message } as const;
      client.dispatch({ type: 'rooms', input: { type: 'room', roomId, input } });
      attempt(client, 'Unread', () => client.api().markUnread({ room: roomId, seq }));
    },
    setNotify(roomId, change) {
      attempt(client, 'Notify', async () => {
        const membership = await client.api().setNotify({ room: roomId, ...change });
        const input = { type: 'notifySet', membership } as const;
        const known = client.state().rooms.get(roomId);
        const name = known === undefined ? '' : labelRoom(known.room, known.people);
        client.dispatch(
          { type: 'rooms', input: { type: 'room', roomId, input } },
          {
            type: 'noticed',
            notice: { text: sayNotify(name, membership, client.ports.now()), tone: 'good' },
          },
        );
      });
    },
    stop: lines.stop,
  };
}
