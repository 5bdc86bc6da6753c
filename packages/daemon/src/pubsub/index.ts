// The bus's door.

export { createIsolatedPubSub, type IsolatedPubSub } from './isolated.ts';
export { defineTopic, type PubSub, type Topic, type Unsubscribe } from './pubsub.ts';
