// Where the client keeps its files.

import { join } from 'node:path';
import type { Environment } from './environment.ts';

export interface Places {
  /** Profiles, key bindings and looks, written by the person. */
  readonly settings: string;
  /** One file of tokens per profile, for nobody else's eyes. */
  readonly tokens: string;
  /** Texts that could not be sent. */
  readonly drafts: string;
  /** What may be thrown away at any time. */
  readonly cache: string;
}

export function findPlaces(environment: Environment): Places {
  const { configHome, stateHome, cacheHome } = environment;
  return {
    settings: join(configHome, 'parley', 'tui.json'),
    tokens: join(stateHome, 'parley', 'tokens'),
    drafts: join(stateHome, 'parley', 'drafts'),
    cache: join(cacheHome, 'parley'),
  };
}
