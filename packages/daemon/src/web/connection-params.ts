// What a client says of itself in its first frame, where it announced that it would.

export type ConnectionParams = Record<string, string> | null;

/** How a socket is closed that began with anything else. */
interface Refusal {
  code: number;
  reason: string;
}

const malformed: Refusal = { code: 1008, reason: 'malformed connectionParams' };

/** Whether the client announced in its URL that its first frame will hold `connectionParams`. */
export function announcesParams(url: string | undefined): boolean {
  return new URLSearchParams(url?.split('?')[1]).get('connectionParams') === '1';
}

/** The first frame must be `{"method":"connectionParams","data":{…strings}}`, or data null. */
export function readParams(text: string | null): { data: ConnectionParams } | Refusal {
  if (text === null) return { code: 1003, reason: 'text frames only' };
  try {
    const message: unknown = JSON.parse(text);
    if (typeof message !== 'object' || message === null || !('data' in message)) return malformed;
    return isParams(message.data) ? { data: message.data } : malformed;
  } catch {
    return malformed;
  }
}

function isParams(data: unknown): data is ConnectionParams {
  if (typeof data !== 'object' || Array.isArray(data)) return false;
  return Object.values(data ?? {}).every((value) => typeof value === 'string');
}
