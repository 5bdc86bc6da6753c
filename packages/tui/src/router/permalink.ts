// Reading the address of a message: as an address, so that nothing that only looks like one of this server is.

import { type Place, readPlacePath } from '@parley/shared/permalinks';

/** The place that an address means on the server that is reached at one of these; else null. */
export function readPermalink(written: string, bases: readonly string[]): Place | null {
  const url = URL.parse(written);
  if (url === null) return null;
  for (const base of bases) {
    const known = URL.parse(base);
    if (known === null || known.origin === 'null' || known.origin !== url.origin) continue;
    const prefix = known.pathname.replace(/\/+$/, '');
    const place =
      url.pathname.startsWith(`${prefix}/`) && readPlacePath(url.pathname.slice(prefix.length));
    if (place) return place;
  }
  return null;
}
