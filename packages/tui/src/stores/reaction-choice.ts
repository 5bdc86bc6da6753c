// What one may react with while the window for it is open: what the message has, then everything by name.

import type { MessageView } from '@parley/shared/chat';
import { namedEmoji } from '@parley/shared/emoji';
import type { AppState } from './app-state.ts';
import { findEmoji } from './emoji.ts';
import { findMessage } from './room.ts';

export interface ReactionOption {
  readonly emoji: string;
  readonly name: string;
  /** How many reacted so, and whether I did. */
  readonly count: number;
  readonly isMine: boolean;
}

export interface ReactionChoice {
  readonly message: MessageView;
  readonly options: readonly ReactionOption[];
  readonly selected: number;
}

/** Null while the window is closed, or the message is gone. */
export function reactionChoices({ overlay, rooms, me }: AppState): ReactionChoice | null {
  if (overlay?.kind !== 'react') return null;
  const room = rooms.get(overlay.roomId);
  const message = room && findMessage(room, overlay.messageId);
  if (message === undefined || message.deletedAt !== null) return null;
  const present = message.reactions.map(({ emoji }) => {
    const name = namedEmoji.find((named) => named.emoji === emoji)?.name ?? '';
    return { emoji, name };
  });
  const found = findEmoji(overlay.input.text);
  const all =
    overlay.input.text.trim() === ''
      ? [...present, ...found.filter(({ emoji }) => !present.some((one) => one.emoji === emoji))]
      : found;
  const options = all.map((option) => {
    const reaction = message.reactions.find(({ emoji }) => emoji === option.emoji);
    const isMine = reaction?.userIds.includes(me?.id ?? '') ?? false;
    return { ...option, count: reaction?.count ?? 0, isMine };
  });
  return { message, options, selected: Math.min(overlay.selected, options.length - 1) };
}
