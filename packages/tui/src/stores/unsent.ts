// What was written and not sent: drafts and lines on their way, as a record that several clients may keep together.
//
// Each draft and each line is an entry of its own. A client takes its entries now and then, and into
// what is kept it puts only those that changed since it did so last: what another client of the same
// profile keeps for other rooms stays as it is.

import { limits } from '@parley/shared/limits';
import { z } from 'zod';
import type { AppEvent, AppState } from './app-state.ts';
import { commentDraft } from './composer.ts';
import { draftOf } from './draft.ts';

const mostEntries = 2_000;

const draftSchema = z.object({
  kind: z.literal('draft'),
  server: z.string(),
  /** A room, a thread or the comments of a post. */
  place: z.string(),
  text: z.string(),
  replyTo: z.object({ id: z.string(), username: z.string(), excerpt: z.string() }).optional(),
  /** Of a change, the text that it began from. */
  base: z.string().optional(),
});

const lineSchema = z.object({
  kind: z.literal('line'),
  server: z.string(),
  /** Whose it is; null where nobody had logged in yet. */
  username: z.string().nullable(),
  roomId: z.string(),
  /** With it the server stores the line once, however often it is sent. */
  clientId: z.string(),
  body: z.string(),
  at: z.string(),
  replyTo: z.string().optional(),
  threadId: z.string().optional(),
});

export type UnsentDraft = z.infer<typeof draftSchema>;
export type UnsentLine = z.infer<typeof lineSchema>;
export type UnsentEntry = UnsentDraft | UnsentLine;

/** Entries by what each is of. */
export type Unsent = ReadonlyMap<string, UnsentEntry>;

const unsentSchema = z.object({
  version: z.literal(2),
  entries: z.array(z.discriminatedUnion('kind', [draftSchema, lineSchema])).max(mostEntries),
});

/** As it was kept by clients that kept it at their end only. */
const olderSchema = z.object({
  version: z.literal(1),
  server: z.string(),
  drafts: z.array(z.object({ roomId: z.string(), text: z.string() })).max(1_000),
});

export function takeUnsent(state: AppState): Unsent {
  const { server, me } = state;
  const entries: UnsentEntry[] = [];
  for (const [roomId, { outbox }] of state.rooms) {
    for (const { state: at, clientId, ...line } of outbox) {
      if (at === 'sent') continue;
      const { body, at: writtenAt, replyTo, threadId } = line;
      const answers = { ...(replyTo && { replyTo }), ...(threadId && { threadId }) };
      entries.push({
        ...{ kind: 'line', server, username: me?.username ?? null, roomId, clientId, body },
        ...{ at: writtenAt, ...answers },
      });
    }
  }
  const comments = [...state.threads.keys()].map(commentDraft);
  for (const place of new Set([...state.drafts.keys(), ...comments])) {
    const { input, replyTo, base } = draftOf(state.drafts, place);
    const text = [...commentLines(state, place), input.text].filter((line) => line.trim() !== '');
    if (text.length === 0) continue;
    entries.push({
      ...{ kind: 'draft', server, place, text: text.join('\n').slice(0, limits.messageBody) },
      ...(replyTo && { replyTo }),
      ...(base !== null && { base }),
    });
  }
  return byKey(entries);
}

/** Comments on their way stand before what is written now. */
function commentLines({ threads }: AppState, place: string): string[] {
  const found = [...threads].find(([postId]) => commentDraft(postId) === place);
  return (found?.[1].outbox ?? []).flatMap(({ state, body }) => (state === 'sent' ? [] : [body]));
}

/** How many lines were not sent, as a sentence; null when all were. */
export function sayUnsent({ rooms }: Pick<AppState, 'rooms'>): string | null {
  const outboxes = [...rooms.values()].flatMap(({ outbox }) => outbox);
  const count = outboxes.filter(({ state }) => state !== 'sent').length;
  if (count === 0) return null;
  return count === 1
    ? 'A message was not sent: it is kept for the next start.'
    : `${count} messages were not sent: they are kept for the next start.`;
}

/** What is to be kept after this client's entries went from `before` to `now`. */
export function mergeUnsent(
  kept: Unsent,
  { before, now }: { before: Unsent; now: Unsent },
): Unsent {
  const merged = new Map(kept);
  for (const key of before.keys()) if (!now.has(key)) merged.delete(key);
  for (const [key, entry] of now) {
    if (!isSame(before.get(key), entry)) merged.set(key, entry);
  }
  return new Map([...merged].slice(-mostEntries));
}

export function isUnsentSame(one: Unsent, other: Unsent): boolean {
  return one.size === other.size && [...one].every(([key, entry]) => isSame(entry, other.get(key)));
}

export function formatUnsent(unsent: Unsent): string {
  return JSON.stringify({ version: 2, entries: [...unsent.values()] });
}

/** Nothing for anything else than such a record. */
export function parseUnsent(text: string): Unsent {
  try {
    const json: unknown = JSON.parse(text);
    const older = olderSchema.safeParse(json).data;
    if (older === undefined) return byKey(unsentSchema.safeParse(json).data?.entries ?? []);
    const { server, drafts } = older;
    return byKey(drafts.map(({ roomId: place, text }) => ({ kind: 'draft', server, place, text })));
  } catch {
    return new Map();
  }
}

/** The events that put the drafts of a server back into their composers. */
export function restoreDrafts(unsent: Unsent, server: string): AppEvent[] {
  return [...unsent.values()].flatMap((entry): AppEvent[] => {
    if (entry.kind !== 'draft' || entry.server !== server) return [];
    const { place: roomId, text, replyTo, base } = entry;
    const setText = { type: 'setText', text } as const;
    return [
      { type: 'draft', roomId, input: { type: 'edited', action: setText } },
      ...(replyTo === undefined
        ? []
        : [{ type: 'draft', roomId, input: { type: 'replying', replyTo } } as const]),
      ...(base === undefined
        ? []
        : [{ type: 'draft', roomId, input: { type: 'begun', base } } as const]),
    ];
  });
}

export function unsentLines(unsent: Unsent, server: string): UnsentLine[] {
  return [...unsent.values()].flatMap((entry) =>
    entry.kind === 'line' && entry.server === server ? [entry] : [],
  );
}

/** The event that puts a line back into its room, where one may send it again. */
export function restoreLine({
  roomId,
  clientId,
  body,
  at,
  replyTo,
  threadId,
}: UnsentLine): AppEvent {
  const pending = {
    clientId,
    body,
    at,
    ...(replyTo && { replyTo }),
    ...(threadId && { threadId }),
  };
  const event = { type: 'restored', pending } as const;
  return {
    type: 'rooms',
    input: { type: 'room', roomId, input: { type: 'outbox', event, myId: null } },
  };
}

function byKey(entries: readonly UnsentEntry[]): Unsent {
  return new Map(
    entries.map((entry) => [
      entry.kind === 'draft' ? `draft ${entry.place}` : `line ${entry.clientId}`,
      entry,
    ]),
  );
}

// A line stays as it was written; and whoever went to another server did not write the draft anew there.
function isSame(one: UnsentEntry | undefined, other: UnsentEntry | undefined): boolean {
  if (one?.kind !== 'draft' || other?.kind !== 'draft') return one?.kind === other?.kind;
  return one.text === other.text && one.replyTo?.id === other.replyTo?.id;
}
