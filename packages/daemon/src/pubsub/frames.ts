// Frames: how events are written for the way between daemons, and read on the other side.
//
// A frame is `[topic, "e", event]`: this happened; `[topic, "n", number]`: the table has news up to
// this number; `[topic, "m"]`: something was missed, and with an empty topic: on every topic.
//
// A payload is `[origin, previous, n, ...frames]`. Payloads of an origin are counted; `previous` is
// the one before that went the same way. So a receiver knows the doubled, the late and the lost.

import type { Payload } from './carrier.ts';

export type Frame =
  | { topic: string; kind: 'e'; json: string }
  | { topic: string; kind: 'n'; upTo: number }
  | { topic: string; kind: 'm' };

/** A frame as it arrives. */
export type HeardFrame =
  | { topic: string; kind: 'e'; event: unknown }
  | { topic: string; kind: 'n'; upTo: number }
  | { topic: string; kind: 'm' };

/** What a payload needs besides its frames: an origin of 36 characters, two counts, brackets. */
const envelopeBytes = 128;

export function writeFrame(frame: Frame): string {
  const topic = JSON.stringify(frame.topic);
  if (frame.kind === 'e') return `[${topic},"e",${frame.json}]`;
  if (frame.kind === 'n') return `[${topic},"n",${frame.upTo}]`;
  return `[${topic},"m"]`;
}

/** The event as a frame; one that does not fit becomes the word that something was missed. */
export function frameEvent(topic: string, event: unknown, maxBytes: number): Frame {
  const frame: Frame = { topic, kind: 'e', json: JSON.stringify(event) };
  const fits = Buffer.byteLength(writeFrame(frame)) <= maxBytes - envelopeBytes;
  return fits ? frame : { topic, kind: 'm' };
}

export interface Packer {
  /** Gathers frames into as few payloads as their size allows, in order per topic. */
  pack(frames: readonly Frame[]): Payload[];
}

/** How many topics are counted apart; a forgotten one starts anew without harm. */
const mostCounted = 10_000;

export function createPacker(
  origin: string,
  { maxBytes, isByTopic }: { maxBytes: number; isByTopic: boolean },
): Packer {
  const previous = new Map<string, number>();
  let count = 0;

  function seal(topic: string, texts: readonly string[]): Payload {
    count += 1;
    const before = previous.get(topic) ?? 0;
    previous.delete(topic);
    if (previous.size >= mostCounted) previous.clear();
    previous.set(topic, count);
    return { topic, text: `[${JSON.stringify(origin)},${before},${count},${texts.join(',')}]` };
  }

  return {
    pack(frames) {
      const payloads: Payload[] = [];
      const open = new Map<string, { texts: string[]; bytes: number }>();
      for (const frame of frames) {
        const topic = isByTopic ? frame.topic : '';
        const text = writeFrame(frame);
        const bytes = Buffer.byteLength(text) + 1;
        const group = open.get(topic);
        if (group && group.bytes + bytes <= maxBytes - envelopeBytes) {
          group.texts.push(text);
          group.bytes += bytes;
          continue;
        }
        if (group) payloads.push(seal(topic, group.texts));
        open.set(topic, { texts: [text], bytes });
      }
      for (const [topic, { texts }] of open) payloads.push(seal(topic, texts));
      return payloads;
    },
  };
}

export interface Unpacker {
  /** `null` for one's own and for what was heard before. Throws when it is no payload of ours. */
  unpack(payload: Payload): { frames: HeardFrame[]; isAfterGap: boolean } | null;
  /** Forgets the counts of all, as after a lost connection. */
  reset(): void;
  forget(topic: string): void;
}

export function createUnpacker(origin: string): Unpacker {
  /** Way → origin → count of the last payload. */
  const heard = new Map<string, Map<string, number>>();

  return {
    unpack({ topic, text }) {
      const [from, previous, count, ...rest] = JSON.parse(text) as [
        string,
        number,
        number,
        ...unknown[],
      ];
      if (typeof from !== 'string' || !Number.isSafeInteger(count)) throw new Error('no payload');
      if (from === origin) return null;
      const counts = heard.get(topic) ?? new Map<string, number>();
      heard.set(topic, counts);
      const last = counts.get(from);
      if (last !== undefined && count <= last) return null;
      // Those of daemons that are gone leave from the front.
      counts.delete(from);
      counts.set(from, count);
      if (counts.size > mostCounted) counts.delete(counts.keys().next().value!);
      return { frames: rest.map(readFrame), isAfterGap: last !== undefined && previous > last };
    },
    reset: () => heard.clear(),
    forget: (topic) => void heard.delete(topic),
  };
}

function readFrame(raw: unknown): HeardFrame {
  const [topic, kind, content] = raw as [string, string, unknown];
  if (kind === 'e') return { topic, kind, event: content };
  if (kind === 'n') return { topic, kind, upTo: Number(content) };
  return { topic, kind: 'm' };
}
