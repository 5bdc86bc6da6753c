// The people of a room as the right pane lists them: who is here, then the members who are not.

import type { MemberMark, MemberView } from '@parley/shared/chat';
import type { PresenceMeta, PresenceState } from '@parley/shared/presence';
import type { RoomState } from './room.ts';

export interface PersonEntry {
  readonly key: string;
  readonly username: string;
  readonly isHere: boolean;
  /** The devices, of who is here. */
  readonly metas: readonly PresenceMeta[];
  /** A role here, or a mute; also before the members were fetched. */
  readonly mark: Pick<MemberMark, 'role' | 'mutedUntil'> | undefined;
  /** Undefined while the members were not fetched. */
  readonly member: MemberView | undefined;
  /** Stands above the entry, after an empty row. */
  readonly heading: string | null;
}

const namesOf = new WeakMap<PresenceState, readonly string[]>();

/** Usernames that are present, in alphabetical order, each once. */
export function presentNames(presence: PresenceState): readonly string[] {
  let names = namesOf.get(presence);
  if (names === undefined) {
    const all = Object.values(presence).flatMap(({ metas }) => metas[0]?.username ?? []);
    names = [...new Set(all)].sort((a, b) => a.localeCompare(b));
    namesOf.set(presence, names);
  }
  return names;
}

const entriesOf = new WeakMap<
  PresenceState,
  Pick<RoomState, 'members' | 'marked'> & { entries: readonly PersonEntry[] }
>();

export function personEntries({ presence, members, marked }: RoomState): readonly PersonEntry[] {
  const made = entriesOf.get(presence);
  if (made?.members === members && made.marked === marked) return made.entries;
  const byName = new Map(members?.map((member) => [member.user.username, member]));
  const here = presentNames(presence);
  const present = Object.entries(presence).flatMap(([userId, { metas }]) =>
    metas.map((meta) => ({ userId, meta })),
  );
  const devices = Map.groupBy(present, ({ meta }) => meta.username);
  const gone = [...byName.keys()].filter((name) => !devices.has(name));
  const entryOf = (username: string, isHere: boolean, heading: string | null): PersonEntry => {
    const found = devices.get(username) ?? [];
    const metas = found.map(({ meta }) => meta);
    const member = byName.get(username);
    const mark = member ?? marked.get(found[0]?.userId ?? '');
    return { key: `person ${username}`, username, isHere, metas, mark, member, heading };
  };
  const entries = [
    ...here.map((name) => entryOf(name, true, null)),
    ...gone
      .sort((a, b) => a.localeCompare(b))
      .map((name, index) => entryOf(name, false, index === 0 ? `Not here · ${gone.length}` : null)),
  ];
  entriesOf.set(presence, { members, marked, entries });
  return entries;
}
