// The bus's door.

export { createIsolatedPubSub, type IsolatedPubSub } from './isolated.ts';
export { openPubSub } from './open.ts';
export { defineTopic, type OnMissed, type PubSub, type Topic, type Unsubscribe } from './pubsub.ts';
