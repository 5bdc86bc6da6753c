// The kinds that chat knows, as plain lists: for tables that must load without the schemas.

export const visibilities = ['public', 'private'] as const;
export const memberRoles = ['member', 'moderator', 'owner'] as const;
export type MemberRole = (typeof memberRoles)[number];

/** A channel has a name and a topic; a direct room is the talk of its people. */
export const roomKinds = ['channel', 'direct'] as const;
export type RoomKind = (typeof roomKinds)[number];

/** What of a room notifies: every message, only mentions, or nothing. */
export const notifyLevels = ['all', 'mentions', 'nothing'] as const;
export type NotifyLevel = (typeof notifyLevels)[number];
