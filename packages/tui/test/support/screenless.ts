// A client without a screen, on the server in this process: its store, and what it needs of the outside.

import { createKeymap } from '../../src/keymap/index.ts';
import {
  type AppStore,
  createAppState,
  createAppStore,
  type Ports,
} from '../../src/stores/index.ts';

export function createScreenlessStore(): AppStore {
  const size = { columns: 80, rows: 24 };
  return createAppStore(
    createAppState({ size, server: 'x', theme: 'none', keymap: createKeymap() }),
  );
}

/** For whoever's token is `user`; the rest of the outside is not there. */
export function createScreenlessPorts(
  ports: Pick<Ports, 'openApi'> & Partial<Ports>,
  user = 'ada',
): Ports {
  let ids = 0;
  return {
    now: () => 0,
    newId: () => `id-${++ids}`,
    normalizeServer: (written: string) => written,
    findToken: async () => user,
    keepToken: async () => {},
    ...ports,
  } as unknown as Ports;
}
