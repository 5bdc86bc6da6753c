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
  if (!isRecord(message)) return false;
  const { id, method, result, error } = message;
  if (method !== undefined) return method === 'reconnect';
  if (typeof id !== 'number' && id !== null) return false;
  if (error !== undefined) {
    return isRecord(error) && typeof error.code === 'number' && typeof error.message === 'string';
  }
  return (
    isRecord(result) && ['data', 'started', 'stopped', undefined].includes(result.type as string)
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
