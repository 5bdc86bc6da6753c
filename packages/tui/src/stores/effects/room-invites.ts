// Links into rooms: listed, made, ended.

import { roomInviteView } from '@parley/shared/chat';
import { writeInviteLink } from '@parley/shared/invites';
import { limits } from '@parley/shared/limits';
import { parseWhen } from '@parley/shared/when';
import { formValues } from '../form.ts';
import { toProblem } from '../problem.ts';
import { toCount } from '../room-fields.ts';
import { openRoomInvites, type RoomInvites, type RoomInvitesInput } from '../room-invites.ts';
import { type Client, reportProblem } from './client.ts';

export interface RoomInviteEffects {
  open(roomId: string): void;
  /** Makes a link as the form says. */
  make(): void;
  end(inviteId: string): void;
}

export function createRoomInvites(client: Client): RoomInviteEffects {
  const shown = (): RoomInvites | null => {
    const { overlay } = client.state();
    return overlay?.kind === 'invites' ? overlay : null;
  };
  const tell = (input: RoomInvitesInput) =>
    client.dispatch({ type: 'overlay', input: { type: 'invites', input } });

  return {
    open(roomId) {
      const overlay = openRoomInvites(roomId);
      client.dispatch({ type: 'overlay', input: { type: 'opened', overlay } });
      client
        .api()
        .listRoomInvites(roomId)
        .then((items: unknown) => {
          const given = Array.isArray(items) ? items.slice(0, limits.invitesPerRoom) : [];
          if (shown()?.roomId !== roomId) return;
          const listed = given.flatMap((one: unknown) => roomInviteView.safeParse(one).data ?? []);
          tell({ type: 'listed', items: listed });
        })
        .catch((error: unknown) => tell({ type: 'failed', problem: toProblem(error).message }));
    },
    make() {
      if (shown()?.form?.isBusy !== false) return;
      tell({ type: 'form', event: { type: 'submitted' } });
      const present = shown();
      if (present?.form?.isBusy !== true) return;
      const { maxUses = '', expiresAt = '' } = formValues(present.form);
      const at = parseWhen(expiresAt, new Date(client.ports.now()));
      client
        .api()
        .createRoomInvite({
          room: present.roomId,
          maxUses: toCount(maxUses),
          expiresAt: at?.toISOString(),
        })
        .then(({ code, ...answer }) => {
          const link = writeInviteLink(client.state().server, code);
          tell({ type: 'made', link, invite: roomInviteView.parse(answer) });
        })
        .catch((error: unknown) => {
          const problem = toProblem(error);
          if (shown()?.form) tell({ type: 'form', event: { type: 'failed', problem } });
          else reportProblem(client, error, 'Link');
        });
    },
    end(inviteId) {
      client
        .api()
        .revokeRoomInvite(inviteId)
        .then(() => tell({ type: 'ended', inviteId }))
        .catch((error: unknown) => tell({ type: 'failed', problem: toProblem(error).message }));
    },
  };
}
