// Going into a room that is not here yet: joined, made, or the talk with somebody.
//
// Until the server answers, what is typed is already meant for that room. It is written in a draft of its
// own, which becomes the room's when it opens, and goes back to where one is when that fails.

import type { RoomView } from '@parley/shared/chat';
import { DomainError } from '@parley/shared/errors';
import { findInvite, type Invite, isInviteTo } from '@parley/shared/invites';
import { openRoom } from '../app-state.ts';
import { composerDraft } from '../composer.ts';
import { draftOf } from '../draft.ts';
import { labelRoom } from '../room-label.ts';
import { findRoomBySlug } from '../rooms.ts';
import { attempt, type Client, reportProblem } from './client.ts';
import type { Sending } from './sending.ts';

export interface Entering {
  join(name: string): void;
  create(slug: string, options: { topic: string; isPrivate: boolean }): void;
  /** Opens the direct room of these people. */
  talkTo(usernames: readonly string[]): void;
  /** Opens the direct room with somebody and says this there; `line` comes back when there is none. */
  tell(username: string, text: string, line: string): void;
}

export function createEntering(
  client: Client,
  {
    refresh,
    open,
    sending,
  }: { refresh(): Promise<void>; open(roomId: string): void; sending: Sending },
): Entering {
  let attempts = 0;

  const enter = async (
    label: string,
    ask: () => Promise<RoomView>,
  ): Promise<RoomView | undefined> => {
    const id = ++attempts;
    const isHere = isLookedInto(client, label);
    if (!isHere) client.dispatch({ type: 'entering.begun', entering: { id, label } });
    const isWaitedFor = () => isHere || client.state().entering?.id === id;
    try {
      const room = await ask();
      await refresh();
      if (!client.state().rooms.has(room.id))
        throw new DomainError('not_found', `${label} is gone.`);
      // Who went elsewhere meanwhile stays there.
      if (isWaitedFor()) open(room.id);
      return room;
    } catch (error) {
      const draft = composerDraft({ ...client.state(), entering: null });
      if (isWaitedFor() && !isHere) client.dispatch({ type: 'entering.ended', draft });
      reportProblem(client, error, label);
      return undefined;
    }
  };

  const joinByInvite = (invite: Invite) => {
    const { server, info } = client.state();
    if (!isInviteTo(invite, [server, info?.publicUrl])) {
      const where = `It leads to another server. Go there first: :connect ${invite.server}`;
      return void reportProblem(client, new DomainError('invalid', where), 'Invite');
    }
    void enter('Invite', () => client.api().joinByInvite(invite.code));
  };

  const say = (text: string) =>
    client.dispatch({ type: 'noticed', notice: { text, tone: 'good' } });

  return {
    join(name) {
      const invite = findInvite(name);
      if (invite !== null) return joinByInvite(invite);
      const slug = name.replace(/^#/u, '').toLowerCase();
      const known = findRoomBySlug(client.state().rooms, slug);
      if (known !== undefined && known.membership !== null) return open(known.room.id);
      // By its id it is found whatever it is called now.
      void enter(`#${slug}`, () => client.api().joinRoom(slug));
    },
    create(slug, { topic, isPrivate }) {
      const visibility = isPrivate ? 'private' : 'public';
      const input = { slug, visibility, ...(topic !== '' && { topic }) } as const;
      attempt(client, '', async () => {
        const room = await enter(`#${slug}`, () => client.api().createRoom(input));
        if (room !== undefined && isPrivate)
          say(`#${room.slug} is private: :invite NAME brings somebody in, :invites makes a link.`);
      });
    },
    talkTo(usernames) {
      void enter(nameAll(usernames), () => client.api().openDirect([...usernames]));
    },
    tell(username, text, line) {
      attempt(client, '', async () => {
        const room = await enter(`@${username}`, () => client.api().openDirect([username]));
        if (room !== undefined) return sending.send(room.id, { body: text });
        const draft = composerDraft(client.state());
        if (draft === null) return;
        const present = draftOf(client.state().drafts, draft).input.text;
        const written = present === '' ? line : `${line}\n${present}`;
        const input = { type: 'edited', action: { type: 'setText', text: written } } as const;
        client.dispatch({ type: 'draft', roomId: draft, input });
      });
    },
  };
}

// Who looks into a room without being in it writes there already.
function isLookedInto(client: Client, label: string): boolean {
  const room = openRoom(client.state());
  return room?.membership === null && labelRoom(room.room, room.people) === label;
}

function nameAll(usernames: readonly string[]): string {
  return usernames.map((name) => `@${name}`).join(', ');
}
