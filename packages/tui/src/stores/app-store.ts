// The store: holds the state, reduces events into it, and tells who listens. It knows no React.

import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppEvent, AppState } from './app-state.ts';
import { settlePreview } from './preview.ts';
import { reduceApp } from './reduce-app.ts';
import { settleLists } from './settle-lists.ts';
import { settleText } from './text-windows.ts';

export interface AppStore extends Pick<StoreApi<AppState>, 'getState' | 'subscribe'> {
  /** Reduces one event, or several as one change. */
  dispatch(...events: AppEvent[]): void;
}

export function createAppStore(initial: AppState): AppStore {
  const store = createStore(() => initial);
  return {
    getState: store.getState,
    subscribe: store.subscribe,
    dispatch(...events) {
      const state = store.getState();
      const next = events.reduce(reduceApp, state);
      if (next !== state)
        store.setState(settleText(settlePreview(settleLists(next, state), state)), true);
    },
  };
}
