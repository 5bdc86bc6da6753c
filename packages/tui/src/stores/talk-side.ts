// A room and its open thread, beside each other in a wide window: which of both one talks in.

import { type AppState, openThreadId, threadBesideFrom } from './app-state.ts';

/** The pane on the right of both, or alone, is the main one; the stream is the room left of its thread. */
export type TalkPane = 'main' | 'stream';

export function isThreadBeside(state: AppState): boolean {
  return openThreadId(state) !== null && state.size.columns >= threadBesideFrom;
}

/** The pane that the keys go to. */
export function talkPane(state: AppState): TalkPane {
  return state.isInStream && isThreadBeside(state) ? 'stream' : 'main';
}

/** The thread that one talks in; null in a room, also in one beside its open thread. */
export function talkThreadId(state: AppState): string | null {
  return talkPane(state) === 'stream' ? null : openThreadId(state);
}
