// What comes over the WebSocket, checked before tRPC's client sees it: it trusts its server, we do not.

import { jsonEncoder } from '@trpc/client';

// An answer to a question that was never asked: the client drops it.
const nothing = { id: -1, result: { type: 'data', data: null } };

/** tRPC's JSON encoder, but what is no message of the protocol becomes one that is ignored. */
export const carefulEncoder: typeof jsonEncoder = {
  encode: (message) => jsonEncoder.encode(message),
  decode(frame) {
    try {
      const message: unknown = JSON.parse(frame as string);
      return isMessage(message) ? message : nothing;
    } catch {
      return nothing;
    }
  },
};

function isMessage(message: unknown): boolean {
  if (typeof message !== 'object' || message === null) return false;
  const { id, method, result, error } = message as Record<string, unknown>;
  if (method !== undefined) return method === 'reconnect';
  if (typeof id !== 'number' && id !== null) return false;
  if (error !== undefined) {
    const { code, message: text } = Object(error);
    return typeof code === 'number' && typeof text === 'string';
  }
  return ['data', 'started', 'stopped', undefined].includes(Object(result).type);
}
