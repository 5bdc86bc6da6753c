// What a word in the composer that begins with @, # or : could become, best first, and the one selected.

import { namedEmoji } from '@parley/shared/emoji';
import type { AppState } from './app-state.ts';
import { openRoom } from './app-state.ts';
import { isCommandText } from './command-line.ts';
import { threadOf } from './comment-thread.ts';
import { composerDraft, discussedPost } from './composer.ts';
import { draftOf } from './draft.ts';
import { recentNicks } from './nicks.ts';
import { joinedRooms, otherRooms } from './rooms.ts';

export interface ComposerOption {
  readonly label: string;
  readonly title: string;
  /** What stands in the text instead of the word. */
  readonly text: string;
}

export interface ComposerChoice {
  /** Names the word, so that another one begins with its own first option. */
  readonly at: string;
  readonly word: string;
  readonly options: readonly ComposerOption[];
  readonly selected: number;
}

/** Which option of which word was moved to; null closes the choice for that word. */
export interface ChosenOption {
  readonly at: string;
  readonly selected: number | null;
}

const optionsShown = 6;

/** Null while no such word is being written, or there is nothing to choose. */
export function composerChoice(state: AppState): ComposerChoice | null {
  if (state.overlay !== null || state.focus !== 'composer') return null;
  const draft = composerDraft(state);
  if (draft === null) return null;
  const { text, cursor } = draftOf(state.drafts, draft).input;
  if (isCommandText(text) || /^[\w-]/u.test(text.slice(cursor))) return null;
  const [word = ''] = /(?<=^|[\s(])[@#:][^\s@#:]*$/u.exec(text.slice(0, cursor)) ?? [];
  const at = `${draft} ${cursor - word.length} ${word[0]}`;
  if (word === '' || (state.choice?.at === at && state.choice.selected === null)) return null;
  const options = optionsFor(state, word).slice(0, optionsShown);
  const [first] = options;
  if (first === undefined || (options.length === 1 && first.text === word)) return null;
  const moved = state.choice?.at === at ? (state.choice.selected ?? 0) : 0;
  const selected = ((moved % options.length) + options.length) % options.length;
  return { at, word, options, selected };
}

function optionsFor(state: AppState, word: string): ComposerOption[] {
  const wanted = word.slice(1).toLowerCase();
  const begins = (name: string) => name.toLowerCase().startsWith(wanted);
  switch (word[0]) {
    case '@':
      return people(state)
        .filter(({ label }) => begins(label))
        .map(({ label, title }) => ({ label: `@${label}`, title, text: `@${label}` }));
    case '#':
      return [...joinedRooms(state.rooms), ...otherRooms(state.rooms)]
        .filter(({ room }) => room.kind === 'channel' && begins(room.slug))
        .map(({ room: { slug, topic } }) => ({
          label: `#${slug}`,
          title: topic,
          text: `#${slug}`,
        }));
    default:
      // Shorter than that it may as well be a face.
      if (!/^[a-z_]{2,}$/u.test(wanted)) return [];
      return namedEmoji
        .filter(({ name }) => begins(name))
        .map(({ name, emoji }) => ({ label: emoji, title: name, text: emoji }));
  }
}

function people(state: AppState): { label: string; title: string }[] {
  const postId = discussedPost(state);
  const authors =
    postId === null
      ? []
      : threadOf(state.threads, postId).comments.map(({ author }) => author.username);
  const room = openRoom(state);
  const nicks = room === undefined ? [...authors].reverse() : recentNicks(room);
  const others = [...new Set(nicks)].filter((name) => name !== state.me?.username);
  const everybody = room === undefined ? [] : [{ label: 'room', title: 'everybody here' }];
  return [...others.map((label) => ({ label, title: '' })), ...everybody];
}
