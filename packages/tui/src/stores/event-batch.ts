// Events from the wire gathered into few changes: keys draw at once, floods at most 30 times a second.

import type { MessageView } from '@parley/shared/chat';
import type { AppEvent } from './app-state.ts';

const flushEveryMs = 34;
/** Beyond it we draw late rather than hold ever more. */
const heldAtMost = 5_000;

export interface EventBatch {
  add(event: AppEvent): void;
  /** Delivers what is held, now. */
  flush(): void;
  stop(): void;
}

/** The first event after a pause goes through at once; those that follow within 34 ms go together. */
export function createEventBatch(deliver: (events: AppEvent[]) => void): EventBatch {
  let held: AppEvent[] = [];
  let timer: NodeJS.Timeout | null = null;

  const flush = () => {
    if (held.length === 0) return;
    const events = joinMessages(held);
    held = [];
    deliver(events);
  };
  const rest = () => {
    timer = setTimeout(() => {
      timer = null;
      if (held.length === 0) return;
      flush();
      rest();
    }, flushEveryMs);
  };
  return {
    add(event) {
      held.push(event);
      if (timer === null) {
        flush();
        rest();
      } else if (held.length >= heldAtMost) flush();
    },
    flush,
    stop() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      held = [];
    },
  };
}

// Messages of one room in a row become one change: a flood is merged once, not message by message.
function joinMessages(events: readonly AppEvent[]): AppEvent[] {
  const joined: AppEvent[] = [];
  for (const event of events) {
    const arrived = asArrival(event);
    const before = joined.at(-1);
    const last = before && asArrival(before);
    if (arrived === undefined) joined.push(event);
    else if (last === undefined || last.roomId !== arrived.roomId) joined.push(arrival(arrived));
    else
      joined[joined.length - 1] = arrival({
        ...last,
        messages: append(last.messages, arrived.messages),
      });
  }
  return joined;
}

interface Arrival {
  roomId: string;
  messages: MessageView[];
  myId: string | null;
}

function asArrival(event: AppEvent): Arrival | undefined {
  if (event.type !== 'rooms' || event.input.type !== 'room') return undefined;
  const { roomId, input } = event.input;
  if (input.type === 'arrived')
    return { roomId, messages: input.messages as MessageView[], myId: input.myId };
  if (input.type !== 'wire' || input.event.type !== 'message.created') return undefined;
  return { roomId, messages: [input.event.message], myId: input.myId };
}

const arrival = ({ roomId, messages, myId }: Arrival): AppEvent => ({
  type: 'rooms',
  input: { type: 'room', roomId, input: { type: 'arrived', messages, myId } },
});

// The list was made here, so nobody else sees it grow.
function append(messages: MessageView[], more: readonly MessageView[]): MessageView[] {
  messages.push(...more);
  return messages;
}
