// Slugs: what a post is called in addresses, made from its title in whatever script that is.

import { limits } from '@parley/shared/limits';
import anyAscii from 'any-ascii';
import { isId } from '../repo/index.ts';

const pictures = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|\u20e3/gu;
const lastNumber = 20;

/** Lower-case ASCII words joined by dashes, cut between words where it can be; may be empty. */
export function slugify(title: string, max: number = limits.postSlug): string {
  const spelled = title
    .normalize('NFC')
    .replace(pictures, ' ')
    // Each ideograph is a word of its own; otherwise 北京 and 背景 read as one long word.
    .replace(/\p{Script=Han}/gu, ' $& ');
  const words = anyAscii(spelled)
    .toLowerCase()
    .replace(/['`]/g, '')
    .match(/[a-z0-9]+/g);
  return cutBetweenWords((words ?? []).join('-'), max);
}

/**
 * What a post may be called, best first: `hello-world`, `hello-world-2`, … and at last names that
 * its id makes its own. A title that spells nothing gives `post-` and the end of the id.
 */
export function listSlugs(title: string, id: string): string[] {
  const digits = id.replaceAll('-', '');
  const short = digits.slice(-8);
  const words = slugify(title);
  // A slug that looks like an id would be taken for one.
  const base = words === '' ? `post-${short}` : isId(words) ? `post-${words}` : words;
  const suffixes = Array.from({ length: lastNumber - 1 }, (_, index) => String(index + 2));
  return [base, ...[...suffixes, short].map((suffix) => addSuffix(base, suffix)), `post-${digits}`];
}

/** Was made of a title whose script was not known: it says nothing of the post. */
export function isBareSlug(slug: string): boolean {
  // Numbers went to twenty; eight digits are the end of an id.
  return /^post(?:-\d{1,2}|-[0-9a-f]{32})?$/.test(slug);
}

/** What all slugs share that could be in each other's way; taking one is serialised by it. */
export function slugStem(slug: string): string {
  return slug.slice(0, limits.postSlug / 2).replace(/(?:-\d*)+$/, '');
}

function addSuffix(base: string, suffix: string): string {
  const head = base.slice(0, limits.postSlug - suffix.length - 1).replace(/-$/, '');
  return `${head}-${suffix}`;
}

function cutBetweenWords(slug: string, max: number): string {
  if (slug.length <= max) return slug;
  const dash = slug.lastIndexOf('-', max);
  return slug.slice(0, dash > max / 2 ? dash : max).replace(/-$/, '');
}
