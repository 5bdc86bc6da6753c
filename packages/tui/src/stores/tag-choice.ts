// Completing a tag while one writes it: what it could become, best first, and the one selected.

import { type TagView, tagName } from '@parley/shared/blog';
import type { AppState } from './app-state.ts';
import { splitTags } from './form.ts';
import { computeLayout } from './layout.ts';
import { tagsField } from './post-fields.ts';

export interface TagOption {
  readonly name: string;
  /** Published posts that carry it; null for one that would be new. */
  readonly count: number | null;
}

export interface TagChoice {
  /** Where the word begins that is completed; it ends at the cursor. */
  readonly from: number;
  readonly options: readonly TagOption[];
  readonly selected: number;
}

const optionsShown = 6;

/** Null while no tag is being written, or there is nothing to choose. */
export function tagChoiceOf(state: AppState): TagChoice | null {
  const { editor } = state;
  if (editor === null || editor.tagChoice.isClosed) return null;
  if (editor.isPreview && computeLayout(state).beside === null) return null;
  if (editor.form.focus !== tagsField || state.overlay !== null) return null;
  const { text, cursor } = editor.form.fields[tagsField]!.input;
  if (/^[^\s,]/u.test(text.slice(cursor))) return null;
  const [word = ''] = /[^\s,]*$/u.exec(text.slice(0, cursor)) ?? [];
  const wanted = word.replace(/^#/u, '').toLowerCase();
  if (wanted === '') return null;
  const from = cursor - word.length;
  const others = new Set(splitTags(`${text.slice(0, from)} ${text.slice(cursor)}`));
  const known = knownTags(state).filter(({ name }) => !others.has(name));
  const options = matchTags(known, wanted);
  const [first] = options;
  if (first === undefined || (options.length === 1 && first.name === wanted)) return null;
  const isNew = !known.some(({ name }) => name === wanted) && tagName.safeParse(wanted).success;
  const all = isNew ? [...options, { name: wanted, count: null }] : options;
  const { selected } = editor.tagChoice;
  return { from, options: all, selected: ((selected % all.length) + all.length) % all.length };
}

/** The tags field with an option in place of the word. */
export function acceptTag(text: string, cursor: number, { from, options, selected }: TagChoice) {
  const { name } = options[selected]!;
  const after = text.slice(cursor);
  return `${text.slice(0, from)}${name}${/^[\s,]/u.test(after) ? after : ` ${after}`}`;
}

/** As the server counts them; before it answered, as the known posts have them. */
function knownTags({ tags, posts }: AppState): TagView[] {
  const counts = new Map<string, number>();
  const all = [...posts.published.items, ...posts.mine.items];
  for (const name of all.flatMap((post) => post.tags)) {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  for (const { name, count } of tags) counts.set(name, count);
  return [...counts].map(([name, count]) => ({ name, count }));
}

/** The word itself, then what begins with it, then what contains its letters in their order. */
function matchTags(known: readonly TagView[], wanted: string): TagView[] {
  const rank = ({ name }: TagView) =>
    name === wanted ? 0 : name.startsWith(wanted) ? 1 : name.includes(wanted) ? 2 : 3;
  return known
    .filter(({ name }) => holdsInOrder(name, wanted))
    .sort((a, b) => rank(a) - rank(b) || b.count - a.count || (a.name < b.name ? -1 : 1))
    .slice(0, optionsShown);
}

function holdsInOrder(name: string, letters: string): boolean {
  let at = 0;
  for (const letter of letters) {
    at = name.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
