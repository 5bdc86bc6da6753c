// What a daemon is called among the others.

import { hostname } from 'node:os';
import type { Ids } from '../telemetry/index.ts';

/** Host and process id, for people, and something that no other life of a daemon has: `web1:4711:9f3a02bc`. */
export function nameNode(ids: Ids): string {
  return `${hostname().slice(0, 64)}:${process.pid}:${ids.uuid().slice(-8)}`;
}
