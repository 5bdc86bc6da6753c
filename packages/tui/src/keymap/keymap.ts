// The keymap in force: the table with the person's own bindings over it, and the lookups it answers.

import { formatKeyName, normalizeKeyName } from './press.ts';
import { type Action, type Binding, bindingTable, type KeyContext } from './table.ts';

/** Action → the keys that shall do it, as the configuration file gives them; `[]` unbinds. */
export type KeyOverrides = Readonly<Record<string, string | readonly string[]>>;

export interface Keymap {
  readonly bindings: readonly Binding[];
  /** The action of a key, asking the contexts in order. */
  find(contexts: readonly KeyContext[], keyName: string): Action | undefined;
  /** The first key of an action as people read it, such as `Ctrl+K`; empty when unbound. */
  labelOf(action: Action): string;
  /** What was wrong with the overrides, one sentence each. */
  readonly warnings: readonly string[];
}

/** The table with overrides applied; unknown actions become warnings, never errors. */
export function createKeymap(overrides: KeyOverrides = {}): Keymap {
  const bindings = applyOverrides(overrides);
  const lookup = new Map<string, Action>();
  const warnings = findUnknownActions(overrides);
  for (const { action, contexts, keys } of bindings) {
    for (const context of contexts) {
      for (const key of keys) {
        const slot = `${context} ${key}`;
        const taken = lookup.get(slot);
        // The first row wins, but a key the person chose wins over the table.
        if (taken !== undefined && !Object.hasOwn(overrides, action)) continue;
        if (taken !== undefined && Object.hasOwn(overrides, taken)) {
          warnings.push(`${formatKeyName(key)} is bound to both ${taken} and ${action}`);
        }
        lookup.set(slot, action);
      }
    }
  }
  return {
    bindings,
    warnings,
    find(contexts, keyName) {
      for (const context of contexts) {
        const action = lookup.get(`${context} ${keyName}`);
        if (action !== undefined) return action;
      }
      return undefined;
    },
    labelOf(action) {
      const key = bindings.find((binding) => binding.action === action)?.keys[0];
      return key === undefined ? '' : formatKeyName(key);
    },
  };
}

function applyOverrides(overrides: KeyOverrides): Binding[] {
  return bindingTable.map((row) => {
    if (!Object.hasOwn(overrides, row.action)) return row;
    const chosen = overrides[row.action] ?? [];
    const keys = typeof chosen === 'string' ? [chosen] : chosen;
    return { ...row, keys: keys.map(normalizeKeyName) };
  });
}

function findUnknownActions(overrides: KeyOverrides): string[] {
  const known = new Set<string>(bindingTable.map(({ action }) => action));
  return Object.keys(overrides)
    .filter((action) => !known.has(action))
    .map((action) => `keys: there is no action ${JSON.stringify(action)}`);
}
