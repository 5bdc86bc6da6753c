// Addresses of messages, as this client reaches its server and as others do.

import { type Place, permalinkOf, readPlaceWords } from '@parley/shared/permalinks';
import { readPermalink } from '../router/index.ts';
import type { AppState } from './app-state.ts';

type Reached = Pick<AppState, 'server' | 'info'>;

/** What others can open: by the public address, where the server tells one. */
export function addressOf(state: Reached, room: { slug: string }, seq: number): string {
  return permalinkOf(state.info?.publicUrl ?? state.server, room.slug, seq);
}

/** The place that a web address means on this server; else null. */
export function findPlace({ server, info }: Reached, href: string): Place | null {
  const { publicUrl } = info ?? {};
  return readPermalink(href, publicUrl === undefined ? [server] : [publicUrl, server]);
}

/** An address, or `#lobby#41`; null when it is neither, or of another server. */
export function readPlace(state: Reached, written: string): Place | null {
  return readPlaceWords(written) ?? findPlace(state, written);
}
