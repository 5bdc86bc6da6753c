// Saving the settings of a room: asked first where others lose or gain sight of it and where messages would go, then what was changed and nothing else.

import type { NotifyLevel } from '@parley/shared/chat';
import type { FormEvent } from '../form.ts';
import { type Problem, toProblem } from '../problem.ts';
import { parseQuiet } from '../quiet.ts';
import { labelRoom } from '../room-label.ts';
import {
  hasSettingsChanges,
  type RoomSettings,
  type SettingsQuestion,
  settingsChanges,
  turnQuestion,
} from '../room-settings.ts';
import type { Client } from './client.ts';

export interface RoomSettingsEffects {
  /** Checks the form; asks before the room turns or messages would be purged, else saves. */
  submit(): void;
  /** Goes on once it was asked whether the room shall turn. */
  submitTurned(): void;
  /** Saves without asking. */
  save(): void;
}

export function createRoomSettings(client: Client): RoomSettingsEffects {
  const shown = (roomId?: string): RoomSettings | null => {
    const { overlay } = client.state();
    if (overlay?.kind !== 'settings') return null;
    return roomId === undefined || overlay.roomId === roomId ? overlay : null;
  };
  const tellForm = (event: FormEvent) =>
    client.dispatch({
      type: 'overlay',
      input: { type: 'settings', input: { type: 'form', event } },
    });
  const say = (text: string) =>
    client.dispatch({ type: 'noticed', notice: { text, tone: 'good' } });

  // Whoever has closed the settings meanwhile is told below.
  const fail = (roomId: string, error: unknown) => {
    const { fields, ...problem } = toProblem(error);
    const { level, quietUntil, ...others } = fields;
    const named = {
      ...others,
      ...(level && { notify: level }),
      ...(quietUntil && { quiet: quietUntil }),
    };
    const failed: Problem = { ...problem, fields: named };
    if (shown(roomId) !== null) return tellForm({ type: 'failed', problem: failed });
    const notice = { text: `Settings: ${problem.message}`, tone: 'bad' } as const;
    client.dispatch({ type: 'noticed', notice });
  };

  const askOf = (question: SettingsQuestion) => {
    tellForm({ type: 'settled' });
    const input = { type: 'asked', question } as const;
    client.dispatch({ type: 'overlay', input: { type: 'settings', input } });
  };

  const tryPurge = async ({ roomId }: RoomSettings, days: number) => {
    try {
      const count = await client.api().countPurgeable({ room: roomId, retentionDays: days });
      if (shown(roomId) === null) return;
      const messages = count === 1 ? '1 message is' : `${count} messages are`;
      askOf({
        about: 'purge',
        text: `Keep messages for ${days === 1 ? 'a day' : `${days} days`} only?`,
        detail:
          count === 0
            ? 'No message is older than that yet.'
            : `${messages} older than that, and would be deleted for good.`,
      });
    } catch (error) {
      fail(roomId, error);
    }
  };

  const store = async (present: RoomSettings) => {
    const { roomId } = present;
    const { room, notify, quiet } = settingsChanges(present);
    const quietUntil = quiet === null ? undefined : parseQuiet(quiet, client.ports.now());
    try {
      if (Object.keys(room).length > 0) await client.api().updateRoom({ room: roomId, ...room });
      if (notify !== null || quietUntil !== undefined) {
        const level = notify === null ? undefined : (notify as NotifyLevel);
        const membership = await client.api().setNotify({ room: roomId, level, quietUntil });
        const input = { type: 'notifySet', membership } as const;
        client.dispatch({ type: 'rooms', input: { type: 'room', roomId, input } });
      }
      if (shown(roomId) !== null) client.dispatch({ type: 'overlay', input: { type: 'closed' } });
      say('The settings are saved.');
    } catch (error) {
      fail(roomId, error);
    }
  };

  /** The settings once they are checked and busy; null when something is wrong with them. */
  const begin = (): RoomSettings | null => {
    if (shown()?.form.isBusy !== false) return null;
    tellForm({ type: 'submitted' });
    const present = shown();
    return present?.form.isBusy ? present : null;
  };

  const proceed = (begun: RoomSettings) => {
    const { retentionDays } = settingsChanges(begun).room;
    if (typeof retentionDays === 'number') void tryPurge(begun, retentionDays);
    else void store(begun);
  };

  return {
    submit() {
      const present = shown();
      if (present !== null && !hasSettingsChanges(present)) {
        client.dispatch({ type: 'overlay', input: { type: 'closed' } });
        return;
      }
      const begun = begin();
      if (begun === null) return;
      const { visibility } = settingsChanges(begun).room;
      const known = client.state().rooms.get(begun.roomId);
      if (visibility === undefined || known === undefined) return proceed(begun);
      askOf(turnQuestion(labelRoom(known.room, known.people), visibility));
    },
    submitTurned() {
      const begun = begin();
      if (begun !== null) proceed(begun);
    },
    save() {
      const begun = begin();
      if (begun !== null) void store(begun);
    },
  };
}
