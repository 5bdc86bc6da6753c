// Finding an emoji by what somebody begins to type.

import { emoji as emojiSchema } from '@parley/shared/chat';
import { type NamedEmoji, namedEmoji } from '@parley/shared/emoji';

/** What fits what was typed: names that begin so, then names that hold it; or an emoji itself. */
export function findEmoji(typed: string): readonly NamedEmoji[] {
  const wanted = typed.trim().replaceAll(/^:|:$/gu, '').toLowerCase();
  if (wanted === '') return namedEmoji;
  if (emojiSchema.safeParse(wanted).success) {
    const known = namedEmoji.find(({ emoji }) => emoji === wanted);
    return [known ?? { name: '', emoji: wanted }];
  }
  const begin = namedEmoji.filter(({ name }) => name.startsWith(wanted));
  const hold = namedEmoji.filter(({ name }) => !name.startsWith(wanted) && name.includes(wanted));
  return [...begin, ...hold];
}
