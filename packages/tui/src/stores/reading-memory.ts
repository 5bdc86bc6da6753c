// What is remembered of reading between starts: the place in each post, and which comments were seen.

import { z } from 'zod';
import { type AppEvent, type AppState, keptSeen } from './app-state.ts';
import { createScrollList } from './scroll-list.ts';

const keptPlaces = 200;

const id = z.string().max(64);
const count = z.int().min(0).max(1_000_000);

const memorySchema = z.object({
  version: z.literal(1),
  server: z.string(),
  places: z
    .array(z.object({ postId: id, key: z.string().max(64), index: count, offset: count }))
    .max(keptPlaces),
  seen: z.array(z.object({ postId: id, at: z.string().max(64) })).max(keptSeen),
});
export type ReadingMemory = z.infer<typeof memorySchema>;

const prefix = 'reader ';

/** The latest places; ids and hashes only, nothing of what was read. */
export function takeReading(state: AppState): ReadingMemory {
  const places = [...state.scroll].flatMap(([name, { anchor }]) => {
    const isPost = name.startsWith(prefix) && name !== `${prefix}preview`;
    if (!isPost || anchor === 'end' || (anchor.index === 0 && anchor.offset === 0)) return [];
    return [{ postId: name.slice(prefix.length), ...anchor }];
  });
  const seen = [...state.commentsSeen].map(([postId, at]) => ({ postId, at }));
  return { version: 1, server: state.server, places: places.slice(-keptPlaces), seen };
}

/** Null for anything that is no such memory. */
export function parseReading(text: string): ReadingMemory | null {
  try {
    return memorySchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** The events that put everything back where it was. */
export function restoreReading({ places, seen }: ReadingMemory): AppEvent[] {
  return [
    ...places.map(({ postId, ...anchor }): AppEvent => {
      const list = createScrollList({ columns: 80, rows: 20 });
      return { type: 'scrolled', list: `${prefix}${postId}`, state: { ...list, anchor } };
    }),
    ...seen.map((one): AppEvent => ({ type: 'comments.seen', ...one })),
  ];
}
