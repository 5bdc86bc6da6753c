// The settings of a room as the fields of a form hold them, and back.

import type { RoomView, UpdateRoomInput } from '@parley/shared/chat';

export type RoomChanges = Omit<UpdateRoomInput, 'room'>;

const fieldNames = [
  'name',
  'topic',
  'slug',
  'isReadOnly',
  'slowModeSeconds',
  'retentionDays',
  'showsPast',
  'visibility',
] as const satisfies readonly (keyof RoomChanges)[];

/** What the fields of a room hold. */
export function toRoomFields(room: RoomView): Record<(typeof fieldNames)[number], string> {
  return {
    name: room.name,
    topic: room.topic,
    slug: room.slug,
    isReadOnly: toWord(room.isReadOnly),
    slowModeSeconds: String(room.slowModeSeconds),
    retentionDays: room.retentionDays === null ? '' : String(room.retentionDays),
    showsPast: toWord(room.showsPast),
    visibility: room.visibility,
  };
}

/** What the fields say; what is no number stays none, for the schema to complain of. */
export function toRoomChanges(values: Readonly<Record<string, string>>): RoomChanges {
  const { name, topic, slug, isReadOnly, slowModeSeconds, retentionDays } = values;
  const { showsPast, visibility } = values;
  return {
    ...(name !== undefined && { name }),
    ...(topic !== undefined && { topic }),
    ...(slug !== undefined && { slug }),
    ...(isReadOnly !== undefined && { isReadOnly: isReadOnly === 'yes' }),
    ...(slowModeSeconds !== undefined && { slowModeSeconds: toNumber(slowModeSeconds) ?? 0 }),
    ...(retentionDays !== undefined && { retentionDays: toNumber(retentionDays) }),
    ...(showsPast !== undefined && { showsPast: showsPast === 'yes' }),
    ...(visibility !== undefined && {
      visibility: visibility === 'public' ? 'public' : 'private',
    }),
  };
}

export const yesOrNo = ['no', 'yes'] as const;

function toWord(value: boolean): string {
  return value ? 'yes' : 'no';
}

/** Undefined for an empty field. */
export function toCount(text: string): number | undefined {
  return toNumber(text) ?? undefined;
}

/** Null for an empty field. */
function toNumber(text: string): number | null {
  const written = text.trim();
  if (written === '') return null;
  return /^-?\d{1,9}$/u.test(written) ? Number(written) : Number.NaN;
}
