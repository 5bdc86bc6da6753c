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

const named = new Map(namedEmoji.map(({ name, emoji }) => [name, emoji]));

// Code stays as it is; a name stands alone, so that `10:30:00` and `a:tada:b` are no names.
const codeOrName = /```[\s\S]*?(?:```|$)|`[^`\n]*`|(?<![\w:/]):([a-z_]{2,30}):(?![\w:])/gu;

/** The text with `:tada:`, written out, as the emoji of that name. */
export function replaceEmojiNames(text: string): string {
  return text.replace(codeOrName, (whole, name?: string) =>
    name === undefined ? whole : (named.get(name) ?? whole),
  );
}
