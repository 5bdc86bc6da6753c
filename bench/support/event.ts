// The event that every contender of the fan-out bench delivers: of the shape and size of Parley's own.

export interface MessageCreated {
  type: 'message.created';
  seq: number;
  message: object;
}

const id = '0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b';

export function makeEvent(seq: number, body: string): MessageCreated {
  const message = {
    id,
    roomId: id,
    seq,
    author: { id, username: 'speaker', displayName: 'speaker' },
    clientId: `bench-${seq}`,
    body,
    replyTo: null,
    createdAt: new Date().toISOString(),
    quote: null,
    editedAt: null,
    deletedAt: null,
    change: 0,
    reactions: [],
    threadId: null,
    threadNo: null,
    mainNo: seq,
    thread: null,
  };
  return { type: 'message.created', seq, message };
}

/** The same as one ready text, on tRPC's wire format, for those who only pass it on. */
export function makeReadyEvent(seq: number, body: string): string {
  const data = { id: String(seq), data: makeEvent(seq, body) };
  return JSON.stringify({ id: 1, result: { type: 'data', id: String(seq), data } });
}
