// The links into a room: going through them, making one, copying it, ending one.

import { openRoom } from '../app-state.ts';
import type { Effects } from '../effects/index.ts';
import type { RoomInvites, RoomInvitesInput } from '../room-invites.ts';

export function createInviteActions({ client, invites }: Effects) {
  const shown = (): RoomInvites | null => {
    const { overlay } = client.state();
    return overlay?.kind === 'invites' ? overlay : null;
  };
  const tell = (input: RoomInvitesInput) =>
    client.dispatch({ type: 'overlay', input: { type: 'invites', input } });
  const say = (text: string) =>
    client.dispatch({ type: 'noticed', notice: { text, tone: 'info' } });

  const step = (by: 1 | -1) => {
    const form = shown()?.form;
    if (form) tell({ type: 'form', event: { type: 'focused', index: form.focus + by } });
    else tell({ type: 'stepped', by });
  };

  const end = () => {
    const present = shown();
    const item = present?.items?.[present.selected];
    if (item === undefined) return say('There is no link to end.');
    tell({ type: 'asked', inviteId: item.id });
  };

  return {
    openInvites: () => {
      const room = openRoom(client.state());
      if (room === undefined) return say('Open a room first.');
      invites.open(room.room.id);
    },
    answerInvites: (isYes: boolean) => {
      const ending = shown()?.ending ?? null;
      tell({ type: 'asked', inviteId: null });
      if (isYes && ending !== null) invites.end(ending);
    },
    actions: {
      'invites.new': () => tell({ type: 'making', isMaking: true }),
      'invites.copy': () => {
        const link = shown()?.link ?? null;
        if (link === null) return say('Only a new link can be copied: n makes one.');
        client.ports.copyText(link);
        say("Sent to the terminal's clipboard.");
      },
      'invites.end': end,
      'invites.down': () => step(1),
      'invites.up': () => step(-1),
      'invites.close': () => client.dispatch({ type: 'overlay', input: { type: 'closed' } }),
      'invite.make': () => invites.make(),
      'invite.next': () => step(1),
      'invite.previous': () => step(-1),
      'invite.back': () => tell({ type: 'making', isMaking: false }),
    },
  };
}
