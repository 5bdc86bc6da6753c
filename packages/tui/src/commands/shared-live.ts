// One connection for several who follow: opened for the first, closed after the last.

import type { LiveApi } from '../api/index.ts';

export function shareLive(open: () => LiveApi): () => LiveApi {
  let shared: LiveApi | null = null;
  let users = 0;
  return () => {
    shared ??= open();
    const live = shared;
    users += 1;
    let isDone = false;
    return {
      ...live,
      close() {
        if (isDone) return;
        isDone = true;
        users -= 1;
        if (users > 0) return;
        shared = null;
        live.close();
      },
    };
  };
}
