// What is typed after `:` or `/`: told apart from messages, completed, and taken to pieces.

import { notifyLevels } from '@parley/shared/chat';
import { readAction } from '@parley/shared/chat-action';
import { namedEmoji } from '@parley/shared/emoji';
import { type CommandName, commandNames, commandTable, findCommand } from '../keymap/index.ts';
import { themeNames } from '../theme/index.ts';
import type { AppState } from './app-state.ts';
import { knownPeople } from './known-people.ts';
import { joinedRooms, otherRooms } from './rooms.ts';

/**
 * True for a line of the composer that is a command: `/` and a word, or `:` and the name of a
 * command, so that `:)` stays a message. `//` says a line that begins with a slash, `/me` what one does.
 */
export function isCommandText(text: string): boolean {
  if (readAction(text) !== null) return false;
  // Only what is sent later, or to somebody, has more than one line.
  if (text.includes('\n')) return /^\/(?:later|msg|query)\s/iu.test(text);
  if (/^\/[a-z]*(\s|$)/iu.test(text)) return true;
  // Spelled out: `:p` may as well be a face.
  const name = /^:([a-z]{3,})(?:\s|$)/iu.exec(text)?.[1];
  return name !== undefined && findCommand(name) !== undefined;
}

/** The message meant by a line that is no command. A space keeps `//me` from being an action. */
export function unescapeMessage(text: string): string {
  if (!text.startsWith('//')) return text;
  const literal = text.slice(1);
  return readAction(literal) === null ? literal : ` ${literal}`;
}

/** The line that means this message. */
export function escapeMessage(body: string): string {
  return body.startsWith('/') && (isCommandText(body) || body.startsWith('//')) ? `/${body}` : body;
}

export type ParsedCommand =
  | { readonly name: CommandName; readonly argument: string }
  | { readonly problem: string };

/** A command line with or without its `:` or `/`. */
export function parseCommand(line: string): ParsedCommand {
  const [, written = '', argument = ''] = /^[:/]?\s*(\S*)\s*(.*)$/su.exec(line.trim()) ?? [];
  const name = findCommand(written);
  if (name === undefined) return { problem: `There is no command ${written}. Tab shows them all.` };
  const { argument: wants, isOptional } = commandTable[name];
  if (wants !== null && !isOptional && argument === '')
    return { problem: `${name} needs a ${describe(wants)}.` };
  return { name, argument: argument.trim() };
}

function describe(wants: string): string {
  if (wants === 'theme') return 'theme';
  if (wants === 'people') return 'name';
  if (wants === 'emoji') return 'name of an emoji';
  if (wants === 'level') return `level: ${notifyLevels.join(', ')}`;
  if (wants === 'duration') return 'time, such as 2h';
  if (wants === 'words') return 'few words';
  if (wants === 'place') return 'message: its address, or #lobby#41';
  if (wants === 'later') return 'time and a text';
  return wants === 'server' ? 'server' : 'room';
}

export type NewRoom =
  | { readonly slug: string; readonly topic: string; readonly isPrivate: boolean }
  | { readonly problem: string };

/** What `/create` was given: a name and perhaps a topic, and anywhere before the topic `--private`. */
export function parseNewRoom(argument: string): NewRoom {
  const words = argument.split(/\s+/u).filter(Boolean);
  const flags = words.slice(0, 2).filter((word) => word.startsWith('--'));
  const unknown = flags.find((word) => word !== '--private' && word !== '--public');
  if (unknown !== undefined) return { problem: `${unknown} is not known here; --private is.` };
  const [slug = '', ...topic] = words.filter((word, at) => at > 1 || !flags.includes(word));
  if (slug === '') return { problem: 'What is the room called? :create --private NAME' };
  return {
    slug: slug.replace(/^#/u, ''),
    topic: topic.join(' ').replace(/^"(.*)"$/u, '$1'),
    isPrivate: flags.includes('--private'),
  };
}

export interface Candidate {
  /** The whole line with this completion taken. */
  readonly line: string;
  readonly label: string;
  readonly title: string;
}

/** What the line could become, best first. The line comes without its `:` or `/`. */
export function completeCommand(state: AppState, line: string): Candidate[] {
  const [, written = '', gap = '', argument = ''] = /^(\S*)(\s*)(.*)$/su.exec(line) ?? [];
  if (gap === '') {
    return commandNames
      .filter((name) => name.startsWith(written.toLowerCase()))
      .map((name) => {
        const { argument: wants, title } = commandTable[name];
        return { line: wants === null ? name : `${name} `, label: name, title };
      });
  }
  const name = findCommand(written);
  if (name === undefined) return [];
  const wanted = argument.replace(/^[#@]/u, '').toLowerCase();
  return candidatesFor(state, name)
    .filter(({ label }) => label.toLowerCase().startsWith(wanted))
    .map(({ label, title }) => ({ line: `${written} ${label}`, label, title }));
}

function candidatesFor(state: AppState, name: CommandName): { label: string; title: string }[] {
  const asRooms = (rooms: ReturnType<typeof joinedRooms>) =>
    rooms.map(({ room }) => ({ label: room.slug, title: room.topic }));
  switch (commandTable[name].argument) {
    case 'room':
      return asRooms(joinedRooms(state.rooms));
    case 'joinable':
      return asRooms(otherRooms(state.rooms));
    case 'theme':
      return themeNames.map((label) => ({ label, title: '' }));
    case 'emoji':
      return namedEmoji.map(({ name: label, emoji: title }) => ({ label, title }));
    case 'level':
      return notifyLevels.map((label) => ({ label, title: '' }));
    case 'duration':
      return ['30m', '2h', '1d', 'off'].map((label) => ({ label, title: '' }));
    case 'people':
      return knownPeople(state).map((label) => ({ label, title: '' }));
    case 'filter':
    case 'words':
    case 'place':
    case 'later':
    case 'newRoom':
    case 'server':
    case null:
      return [];
  }
}

/** The longest line that all candidates begin with; the only one whole. */
export function commonLine(candidates: readonly Candidate[]): string | null {
  const [first, ...rest] = candidates;
  if (first === undefined) return null;
  let common = first.line;
  for (const { line } of rest) {
    let length = 0;
    while (length < common.length && common[length] === line[length]) length += 1;
    common = common.slice(0, length);
  }
  return common;
}
