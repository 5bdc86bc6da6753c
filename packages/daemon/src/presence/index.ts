// Presence's door.

export { createPresence, type Presence, presenceTopic } from './presence.ts';
export type { PresenceDiff } from './state.ts';
