// Presence's door.

export { nameNode } from './node-name.ts';
export { createPresence, type Presence, presenceTopic, type Tracking } from './presence.ts';
export type { PresenceDiff } from './state.ts';
export { createSurvey, type Survey } from './survey.ts';
