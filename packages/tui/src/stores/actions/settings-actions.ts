// The settings of the open room: going through them, saving, and answering what is asked.

import { openRoom } from '../app-state.ts';
import type { Effects } from '../effects/index.ts';
import type { FormEvent } from '../form.ts';
import { leaveQuestion } from '../leave-question.ts';
import { labelRoom } from '../room-label.ts';
import {
  hasSettingsChanges,
  openRoomSettings,
  type RoomSettings,
  type RoomSettingsInput,
  type SettingsQuestion,
} from '../room-settings.ts';

export function createSettingsActions({ client, settings, invites, roomKeeping, rooms }: Effects) {
  const shown = (): RoomSettings | null => {
    const { overlay } = client.state();
    return overlay?.kind === 'settings' ? overlay : null;
  };
  const tell = (input: RoomSettingsInput) =>
    client.dispatch({ type: 'overlay', input: { type: 'settings', input } });
  const tellForm = (event: FormEvent) => tell({ type: 'form', event });
  const ask = (question: SettingsQuestion) => tell({ type: 'asked', question });
  const shut = () => client.dispatch({ type: 'overlay', input: { type: 'closed' } });

  const open = () => {
    const room = openRoom(client.state());
    if (room === undefined) {
      const notice = { text: 'Open a room first.', tone: 'info' } as const;
      return client.dispatch({ type: 'noticed', notice });
    }
    const overlay = openRoomSettings(client.state(), room);
    client.dispatch({ type: 'overlay', input: { type: 'opened', overlay } });
  };

  const step = (by: 1 | -1) => {
    const present = shown();
    if (present !== null) tellForm({ type: 'focused', index: present.form.focus + by });
  };

  const accept = () => {
    const present = shown();
    if (present === null || present.form.isBusy) return;
    const { form, roomId } = present;
    const known = client.state().rooms.get(roomId);
    const name = known === undefined ? 'the room' : labelRoom(known.room, known.people);
    switch (form.links[form.focus - form.fields.length]?.id) {
      case 'invites':
        if (!hasSettingsChanges(present)) return invites.open(roomId);
        return tellForm({
          type: 'failed',
          problem: {
            code: 'invalid',
            message: 'Save first, or undo what you changed.',
            fields: {},
          },
        });
      case 'archive':
        return ask({
          about: 'archive',
          text: `Archive ${name}?`,
          detail: 'It can be read then, not written in.',
        });
      case 'revive':
        roomKeeping.archive(roomId, false);
        return shut();
      case 'leave':
        return known && ask({ about: 'leave', ...leaveQuestion(known) });
      default:
        return settings.submit();
    }
  };

  const close = () => {
    const present = shown();
    if (present === null) return;
    if (!hasSettingsChanges(present)) return shut();
    ask({ about: 'discard', text: 'Throw away what is not saved?', detail: '' });
  };

  /** To the question that stands below the settings. */
  const answer = (isYes: boolean) => {
    const present = shown();
    if (present?.question == null) return;
    const { roomId, question } = present;
    tell({ type: 'asked', question: null });
    if (!isYes) return;
    if (question.about === 'visibility') return settings.submitTurned();
    if (question.about === 'purge') return settings.save();
    shut();
    if (question.about === 'archive') roomKeeping.archive(roomId, true);
    if (question.about === 'leave') rooms.leave(roomId);
  };

  return {
    openSettings: open,
    answerSettings: answer,
    actions: {
      'settings.open': open,
      'settings.accept': accept,
      'settings.save': () => settings.submit(),
      'settings.next': () => step(1),
      'settings.previous': () => step(-1),
      'settings.choose': () => tellForm({ type: 'chosen', by: 1 }),
      'settings.chooseBack': () => tellForm({ type: 'chosen', by: -1 }),
      'settings.close': close,
    },
  };
}
