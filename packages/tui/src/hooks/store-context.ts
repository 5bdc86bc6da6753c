// The way from the store to React: one context, and selections that only change when they must.

import { createContext, useContext, useRef, useSyncExternalStore } from 'react';
import type { AppState, AppStore } from '../stores/index.ts';

export const StoreContext = createContext<AppStore | null>(null);

function useStore(): AppStore {
  const store = useContext(StoreContext);
  if (store === null) throw new Error('there is no StoreContext above this component');
  return store;
}

/**
 * What `derive` makes of the state, made anew only when something it depends on has changed.
 * `dependsOn` names those parts; forgetting one shows what is old.
 */
export function useDerived<T>(
  derive: (state: AppState) => T,
  dependsOn: (state: AppState) => readonly unknown[],
): T {
  const store = useStore();
  const cache = useRef<{ parts: readonly unknown[]; value: T } | null>(null);
  const read = () => {
    const state = store.getState();
    const parts = dependsOn(state);
    const known = cache.current;
    if (known !== null && isSame(known.parts, parts)) return known.value;
    const value = derive(state);
    cache.current = { parts, value };
    return value;
  };
  return useSyncExternalStore(store.subscribe, read);
}

function isSame(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((part, index) => Object.is(part, other[index]));
}
