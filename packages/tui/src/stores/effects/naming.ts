// Who is a member of the open room, fetched once somebody is being named there: also who is away completes.

import { commandTable, findCommand } from '../../keymap/index.ts';
import { type AppState, openRoom } from '../app-state.ts';
import { isCommandText } from '../command-line.ts';
import { composerDraft } from '../composer.ts';
import { draftOf } from '../draft.ts';
import { parseMembers } from '../wire-events.ts';
import type { Client } from './client.ts';

export interface Naming {
  stop(): void;
}

/** Watches the store. */
export function createNaming(client: Client): Naming {
  /** Whose members were asked for on this line. */
  let asked = new Set<string>();

  const load = async (roomId: string) => {
    const members = parseMembers(await client.api().listMembers(roomId));
    const input = { type: 'members', members } as const;
    client.dispatch({ type: 'rooms', input: { type: 'room', roomId, input } });
  };

  const heed = (state: AppState, before: AppState) => {
    if (state.connection.phase !== 'online') {
      if (asked.size > 0) asked = new Set();
      return;
    }
    if (state.drafts === before.drafts && state.overlay === before.overlay) return;
    const room = openRoom(state);
    if (!room?.membership || room.members !== null || asked.has(room.room.id)) return;
    if (!isNaming(state)) return;
    asked.add(room.room.id);
    // Nobody asked for it, so nobody is told when it fails: who spoke and is here completes anyway.
    load(room.room.id).catch(() => {});
  };

  return { stop: client.store.subscribe(heed) };
}

function isNaming(state: AppState): boolean {
  const { overlay, drafts } = state;
  if (overlay !== null) {
    return overlay.kind === 'commandLine'
      ? wantsPeople(overlay.input.text)
      : overlay.kind === 'palette';
  }
  const draft = composerDraft(state);
  if (draft === null) return false;
  const { text, cursor } = draftOf(drafts, draft).input;
  return isCommandText(text)
    ? wantsPeople(text.slice(1))
    : /(?:^|[\s(])@[^\s@]*$/u.test(text.slice(0, cursor));
}

function wantsPeople(line: string): boolean {
  const name = findCommand(/^\S*/u.exec(line)?.[0] ?? '');
  return name !== undefined && commandTable[name].argument === 'people';
}
