// What a command of `tui` is: a row of the table from which help, completion and reference are made.

import type { CommandContext } from './context.ts';

export interface Option {
  /** The long name, without dashes. */
  readonly name: string;
  readonly short?: string;
  /** What stands for its value in help; an option without one is a switch. */
  readonly value?: string;
  readonly summary: string;
  /** The only values it takes. */
  readonly choices?: readonly string[];
  /** What the server calls what it says, where that is not the name: errors about it name the option. */
  readonly fields?: readonly string[];
}

/** A word after the command's name. */
export interface Word {
  readonly name: string;
  readonly isOptional?: boolean;
  /** The last word may be written several times. */
  readonly isMany?: boolean;
  /** The only values it takes. */
  readonly choices?: readonly string[];
  /** What the server calls it: errors about it name the word. */
  readonly fields?: readonly string[];
}

/** @returns the exit status, if it is not 0. */
export type Run = (context: CommandContext) => Promise<void> | Promise<number>;

export interface Command {
  /** One word, or a group and its member: `posts list`. The first member answers for the group. */
  readonly name: string;
  readonly summary: string;
  readonly words?: readonly Word[];
  readonly options?: readonly Option[];
  /** Each begins with the command's name. */
  readonly examples?: readonly string[];
  /** What else there is to know, in whole sentences. */
  readonly notes?: string;
  /** Refused with status 3, without asking the server, when there is no token. */
  readonly needsLogin?: boolean;
  /** Loads the code only when it is run. */
  load(): Promise<Run>;
}

/** Every command takes these. */
export const commonOptions: readonly Option[] = [
  { name: 'json', summary: 'print JSON: data to stdout, errors to stderr' },
  { name: 'server', value: 'URL', summary: 'the server to talk to' },
  { name: 'profile', value: 'NAME', summary: 'the saved server and session to use' },
  { name: 'insecure', summary: 'allow plain http to another machine' },
  { name: 'help', short: 'h', summary: 'show help' },
];

/** `posts list` → `posts`; a command of one word is its own group. */
export function groupOf(command: Command): string {
  return command.name.split(' ')[0]!;
}
