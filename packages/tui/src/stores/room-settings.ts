// The settings of a room while they are open: a form of what I may change, facts of what I may not.
//
// Only what was changed is saved, so what others change meanwhile stays as they made it: a field that
// nobody touched here follows the room.

import { notifyLevels, visibilities } from '@parley/shared/chat-kinds';
import { limits } from '@parley/shared/limits';
import type { AppState } from './app-state.ts';
import {
  createForm,
  type FieldSpec,
  type FormEvent,
  type FormState,
  formValues,
  reduceForm,
} from './form.ts';
import type { RoomState } from './room.ts';
import { type RoomChanges, toRoomChanges, toRoomFields, yesOrNo } from './room-fields.ts';
import { canArchiveRoom, canKeepRoom, canTurnRoom } from './room-rights.ts';
import { createTextInput } from './text-input.ts';

/** What is asked before it is done. */
export interface SettingsQuestion {
  readonly about: 'visibility' | 'purge' | 'archive' | 'leave' | 'discard';
  readonly text: string;
  readonly detail: string;
}

export interface RoomSettings {
  readonly kind: 'settings';
  readonly roomId: string;
  readonly form: FormState;
  /** What the fields held when the room was heard of last. */
  readonly known: Readonly<Record<string, string>>;
  readonly question: SettingsQuestion | null;
}

export type RoomSettingsInput =
  | { readonly type: 'form'; readonly event: FormEvent }
  | { readonly type: 'asked'; readonly question: SettingsQuestion | null };

export function openRoomSettings({ me }: Pick<AppState, 'me'>, room: RoomState): RoomSettings {
  const known = fieldsOf(room);
  const specs = [
    ...(canKeepRoom(me, room) ? roomSpecs : []),
    ...(canTurnRoom(room) ? [visibilitySpec] : []),
    ...(room.membership ? mySpecs : []),
  ];
  const links = [
    ...(specs.length > 0 ? [{ id: 'save', label: 'Save' }] : []),
    ...(canKeepRoom(me, room) ? [{ id: 'invites', label: 'Links into the room' }] : []),
    ...(canArchiveRoom(me, room)
      ? [
          room.room.archivedAt === null
            ? { id: 'archive', label: 'Archive the room' }
            : { id: 'revive', label: 'Open the room again' },
        ]
      : []),
    ...(room.membership === null ? [] : [{ id: 'leave', label: 'Leave the room' }]),
  ];
  const fresh = createForm(
    'room',
    specs.map((spec) => ({ ...spec, text: known[spec.name] ?? '' })),
    links,
  );
  // What is there was right before; so whatever is wrong was typed here, and is said at once.
  const touched = new Set(specs.map(({ name }) => name));
  const form = { ...fresh, focus: 0, touched };
  return { kind: 'settings', roomId: room.room.id, form, known, question: null };
}

const roomSpecs: readonly FieldSpec[] = [
  { name: 'name', label: 'Name', maxLength: limits.roomName },
  { name: 'topic', label: 'Topic', maxLength: limits.roomTopic },
  { name: 'slug', label: 'Slug', hint: 'the old one leads here', maxLength: limits.roomSlug + 1 },
  {
    name: 'isReadOnly',
    label: 'Read-only',
    choices: yesOrNo,
    hint: 'yes: only who looks after it writes',
  },
  {
    name: 'slowModeSeconds',
    label: 'Slow mode',
    hint: 'seconds between two messages; 0 is off',
    maxLength: 10,
  },
  {
    name: 'retentionDays',
    label: 'Kept for',
    hint: 'days; empty keeps messages for ever',
    maxLength: 10,
  },
  {
    name: 'showsPast',
    label: 'Shows the past',
    choices: yesOrNo,
    hint: 'no: newcomers see what comes after them',
  },
];

const visibilitySpec: FieldSpec = {
  name: 'visibility',
  label: 'Visibility',
  choices: visibilities,
  hint: 'private: for those who are in it',
};

const mySpecs: readonly FieldSpec[] = [
  { name: 'notify', label: 'Notifies of', choices: notifyLevels, hint: 'you, and nobody else' },
  { name: 'quiet', label: 'Quiet for', hint: '30m, 2h, 1d, or off', maxLength: 20 },
];

/** For people who may not change them. */
export function roomFacts(me: AppState['me'], room: RoomState): { label: string; value: string }[] {
  if (canKeepRoom(me, room) || room.room.kind === 'direct') return [];
  const values = fieldsOf(room);
  const { retentionDays, slowModeSeconds } = room.room;
  const said: Record<string, string> = {
    ...values,
    slowModeSeconds: slowModeSeconds === 0 ? 'off' : `${slowModeSeconds} s between two messages`,
    retentionDays: retentionDays === null ? 'ever' : `${retentionDays} days`,
  };
  return [...roomSpecs, visibilitySpec].map(({ name, label }) => ({
    label,
    value: said[name] ?? '',
  }));
}

export function reduceRoomSettings(settings: RoomSettings, input: RoomSettingsInput): RoomSettings {
  if (input.type === 'asked') return { ...settings, question: input.question };
  const form = reduceForm(settings.form, input.event);
  return form === settings.form ? settings : { ...settings, form };
}

/** The settings after the room was heard of. */
export function followRoom(settings: RoomSettings, room: RoomState | undefined): RoomSettings {
  if (room === undefined) return settings;
  const now = fieldsOf(room);
  const { known, form } = settings;
  if (Object.entries(now).every(([name, value]) => known[name] === value)) return settings;
  const fields = form.fields.map((field) => {
    const { name, input } = field;
    const text = now[name];
    if (text === undefined || input.text !== known[name] || text === input.text) return field;
    return { ...field, input: createTextInput({ text, maxLength: input.maxLength }) };
  });
  return { ...settings, known: now, form: { ...form, fields } };
}

/** What is to be saved, and nothing else. */
export function settingsChanges({ form, known }: RoomSettings): {
  room: RoomChanges;
  notify: string | null;
  quiet: string | null;
} {
  const changed = Object.entries(formValues(form)).filter(([name, text]) => text !== known[name]);
  const { notify = null, quiet = null, ...room } = Object.fromEntries(changed);
  return { room: toRoomChanges(room), notify, quiet: quiet?.trim() || null };
}

export function hasSettingsChanges(settings: RoomSettings): boolean {
  const { room, notify, quiet } = settingsChanges(settings);
  return Object.keys(room).length > 0 || notify !== null || quiet !== null;
}

export function turnQuestion(name: string, visibility: 'public' | 'private'): SettingsQuestion {
  const detail =
    visibility === 'public'
      ? 'Everybody sees what is written from now on, and may join.'
      : 'Who is in it stays. The others see nothing of it any more.';
  return { about: 'visibility', text: `Make ${name} ${visibility}?`, detail };
}

function fieldsOf({ room, membership }: RoomState): Record<string, string> {
  return { ...toRoomFields(room), notify: membership?.notify ?? '', quiet: '' };
}
