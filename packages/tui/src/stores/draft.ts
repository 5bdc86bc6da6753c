// What is being written in each room: kept while one is elsewhere or the connection is away.

import { limits } from '@parley/shared/limits';
import {
  createTextInput,
  reduceTextInput,
  type TextInputAction,
  type TextInputState,
} from './text-input.ts';

export interface Draft {
  readonly input: TextInputState;
  readonly replyTo: ReplyTarget | null;
  /** Of a change, the text that it began from; null where that is not known. */
  readonly base: string | null;
}

export interface ReplyTarget {
  readonly id: string;
  readonly username: string;
  readonly excerpt: string;
}

export type Drafts = ReadonlyMap<string, Draft>;

export type DraftInput =
  | { readonly type: 'edited'; readonly action: TextInputAction }
  | { readonly type: 'replying'; readonly replyTo: ReplyTarget | null }
  /** A change to this text was begun. */
  | { readonly type: 'begun'; readonly base: string };

/** The draft of what is written while a room is being entered: it is for that room. */
export const enteringDraft = 'entering';

const emptyDraft: Draft = {
  input: createTextInput({ isMultiline: true, maxLength: limits.messageBody }),
  replyTo: null,
  base: null,
};

/** The draft of a room; an empty one when nothing was written. */
export function draftOf(drafts: Drafts, roomId: string): Draft {
  return drafts.get(roomId) ?? emptyDraft;
}

export function reduceDraft(draft: Draft, input: DraftInput): Draft {
  switch (input.type) {
    case 'edited': {
      const next = reduceTextInput(draft.input, input.action);
      const replyTo = input.action.type === 'submit' ? null : draft.replyTo;
      if (next === draft.input && replyTo === draft.replyTo) return draft;
      return { ...draft, input: next, replyTo };
    }
    case 'replying':
      return { ...draft, replyTo: input.replyTo };
    case 'begun':
      return { ...draft, base: input.base };
  }
}
