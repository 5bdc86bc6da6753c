// The door of the hooks.

export { StoreContext } from './store-context.ts';
export { useKeys } from './use-keys.ts';
export * from './use-posts.ts';
export * from './use-room.ts';
export * from './use-screen.ts';
export * from './use-versions.ts';
