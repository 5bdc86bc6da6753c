// Presence's door.

export { createPresence, type Presence, presenceTopic, type Tracking } from './presence.ts';
export type { PresenceDiff } from './state.ts';
