// Slugs: a title in any script becomes lower-case ASCII words joined by dashes.

import { limits } from './limits.ts';

const letters = new Map(
  [
    'ß=ss æ=ae œ=oe ø=o đ=d ð=d ħ=h ı=i ł=l ŋ=ng þ=th',
    'а=a б=b в=v г=g ґ=g д=d е=e ё=yo ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u',
    'ф=f х=kh ц=ts ч=ch ш=sh щ=shch ъ= ы=y ь= э=e ю=yu я=ya є=ye і=i ї=yi ў=u',
    'ђ=dj ј=j љ=lj њ=nj ћ=c џ=dz ѕ=dz',
    'α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t',
    'υ=y φ=f χ=ch ψ=ps ω=o',
  ]
    .join(' ')
    .split(' ')
    .map((pair) => pair.split('=') as [string, string]),
);

/**
 * A slug of at most `max` characters, cut between words where it can be. Scripts that the table
 * does not know (Han, Arabic, …) leave nothing: then the slug is `fallback`.
 */
export function slugify(text: string, fallback: string, max: number = limits.postSlug): string {
  const ascii = transliterate(transliterate(text.toLowerCase().normalize('NFC')).normalize('NFKD'));
  const words =
    ascii
      .toLowerCase()
      .replace(/['’\p{M}]/gu, '')
      .match(/[a-z0-9]+/g) ?? [];
  return cutBetweenWords(words.join('-'), max) || fallback;
}

// Twice: й and ї have their own sound and must be met composed, ά only once its accent is apart.
function transliterate(text: string): string {
  return text.replace(/\P{ASCII}/gu, (letter) => letters.get(letter) ?? letter);
}

function cutBetweenWords(slug: string, max: number): string {
  if (slug.length <= max) return slug;
  const dash = slug.lastIndexOf('-', max);
  return slug.slice(0, dash > max / 2 ? dash : max).replace(/-$/, '');
}
