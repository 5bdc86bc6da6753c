// The rules of a room in words.

import type { RoomView } from '@parley/shared/chat';

/** How long messages are kept, as a sentence. */
export function sayKept({ retentionDays }: Pick<RoomView, 'retentionDays'>): string {
  if (retentionDays === null) return 'Messages here are kept for ever.';
  return `Messages here are kept for ${sayDays(retentionDays)}, and deleted for good then.`;
}

export function sayDays(days: number): string {
  return days === 1 ? 'a day' : `${days} days`;
}
