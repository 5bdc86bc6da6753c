// The door of the stores: the client's state, its store, what changes it, and what it looks like.

export { createKeys, type KeyHandler } from './actions/index.ts';
export {
  type AppEvent,
  type AppState,
  createAppState,
  openRoom,
  openThreadId,
} from './app-state.ts';
export { type AppStore, createAppStore } from './app-store.ts';
export type {
  ClientApi,
  Connection,
  Listener,
  LoggedIn,
  PostPage,
  Unsubscribe,
} from './client-api.ts';
export { isPaneAnswerGone } from './composer.ts';
export { composerChoice } from './composer-choice.ts';
export { createEffects, type Effects, type Ports } from './effects/index.ts';
export { type KeptPost, type KeptPosts, parseKeptPost } from './kept-post.ts';
export { computeLayout, type Layout } from './layout.ts';
export { postsListName } from './lists-of-posts.ts';
export type { Notification, NotifyRules } from './notification.ts';
export { parseReading, type ReadingMemory, restoreReading, takeReading } from './reading-memory.ts';
export * from './rows/index.ts';
export {
  cachedScreen,
  parseSnapshot,
  type Snapshot,
  takeSnapshot,
} from './snapshot.ts';
export { tagChoiceOf } from './tag-choice.ts';
export type { TalkPane } from './talk-side.ts';
export { cursorCell } from './text-windows.ts';
export {
  formatUnsent,
  isUnsentSame,
  mergeUnsent,
  parseUnsent,
  restoreDrafts,
  restoreLine,
  sayUnsent,
  takeUnsent,
  type Unsent,
  type UnsentLine,
  unsentLines,
} from './unsent.ts';
export { windowTitle } from './window-title.ts';
export { sayPaneBar } from './writing-bar.ts';
