// The links into a room while they are looked at: those there are, the one that is made, the one just made.

import type { RoomInviteView } from '@parley/shared/chat';
import { createForm, type FormEvent, type FormState, reduceForm } from './form.ts';

export interface RoomInvites {
  readonly kind: 'invites';
  readonly roomId: string;
  /** Null until they are there. */
  readonly items: readonly RoomInviteView[] | null;
  readonly problem: string | null;
  readonly selected: number;
  /** The form of a new one; null while the list is shown. */
  readonly form: FormState | null;
  /** The new link: nobody can read it again later. */
  readonly link: string | null;
  /** The link that is asked about before it ends. */
  readonly ending: string | null;
}

export type RoomInvitesInput =
  | { readonly type: 'listed'; readonly items: readonly RoomInviteView[] }
  | { readonly type: 'failed'; readonly problem: string }
  | { readonly type: 'stepped'; readonly by: 1 | -1 }
  | { readonly type: 'form'; readonly event: FormEvent }
  | { readonly type: 'making'; readonly isMaking: boolean }
  | { readonly type: 'made'; readonly link: string; readonly invite: RoomInviteView }
  | { readonly type: 'asked'; readonly inviteId: string | null }
  | { readonly type: 'ended'; readonly inviteId: string };

export function openRoomInvites(roomId: string): RoomInvites {
  return {
    kind: 'invites',
    roomId,
    items: null,
    problem: null,
    selected: 0,
    form: null,
    link: null,
    ending: null,
  };
}

function createInviteForm(): FormState {
  const form = createForm('invite', [
    {
      name: 'maxUses',
      label: 'Lets in',
      hint: 'so many people; empty: any number',
      maxLength: 10,
    },
    {
      name: 'expiresAt',
      label: 'Ends',
      hint: 'in 2 days, friday 18:30; empty: in a week',
      maxLength: 60,
    },
  ]);
  return { ...form, touched: new Set(form.fields.map(({ name }) => name)) };
}

export function reduceRoomInvites(invites: RoomInvites, input: RoomInvitesInput): RoomInvites {
  switch (input.type) {
    case 'listed':
      return { ...invites, items: input.items, problem: null };
    case 'failed':
      return { ...invites, problem: input.problem };
    case 'stepped': {
      const last = Math.max(0, (invites.items?.length ?? 0) - 1);
      return { ...invites, selected: Math.max(0, Math.min(last, invites.selected + input.by)) };
    }
    case 'form':
      return invites.form === null
        ? invites
        : { ...invites, form: reduceForm(invites.form, input.event) };
    case 'making':
      return { ...invites, form: input.isMaking ? createInviteForm() : null, problem: null };
    case 'made': {
      const items = [input.invite, ...(invites.items ?? [])];
      return { ...invites, items, selected: 0, form: null, link: input.link };
    }
    case 'asked':
      return { ...invites, ending: input.inviteId };
    case 'ended': {
      const items = (invites.items ?? []).filter(({ id }) => id !== input.inviteId);
      const selected = Math.max(0, Math.min(invites.selected, items.length - 1));
      return { ...invites, items, selected, link: null };
    }
  }
}
