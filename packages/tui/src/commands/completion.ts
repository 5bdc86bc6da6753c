// `tui completion`: the shells' completion scripts, written from the table.

import { type Command, commonOptions, groupOf } from './command.ts';
import { type Candidate, type Place, renderers, type Shell } from './completion-shells.ts';
import type { CommandContext } from './context.ts';

export async function printCompletion(context: CommandContext): Promise<void> {
  context.raw(renderCompletion(context.words[0] as Shell, context.table));
}

export function renderCompletion(shell: Shell, table: readonly Command[]): string {
  return renderers[shell](listPlaces(table), listValues(table));
}

/** The beginning with all groups, each group with its members, each command with what it takes. */
function listPlaces(table: readonly Command[]): Place[] {
  const groups = [...Map.groupBy(table, groupOf)];
  const start: Place = {
    after: '',
    isEnd: false,
    candidates: groups.map(([text, members]) => ({ text, summary: summarize(text, members) })),
  };
  const middles = groups
    .filter(([group, [lead]]) => lead!.name !== group)
    .map(([after, members]) => ({
      after,
      isEnd: false,
      candidates: members.map((command) => ({
        text: memberOf(command),
        summary: command.summary,
      })),
    }));
  const ends = table.map((command) => ({
    after: command.name,
    isEnd: true,
    candidates: listTaken(command),
  }));
  return [start, ...middles, ...ends];
}

function summarize(group: string, members: readonly Command[]): string {
  const [lead] = members;
  return lead!.name === group ? lead!.summary : members.map(memberOf).join(', ');
}

function memberOf(command: Command): string {
  return command.name.slice(groupOf(command).length + 1);
}

function listTaken({ options = [], words = [] }: Command): Candidate[] {
  const choices = words.flatMap(({ name, choices = [] }) =>
    choices.map((text) => ({ text, summary: name })),
  );
  const flags = [...options, ...commonOptions].map(({ name, summary }) => ({
    text: `--${name}`,
    summary,
  }));
  return [...choices, ...flags];
}

/** Options with a value, and the values they take if those are known. */
function listValues(table: readonly Command[]): Map<string, readonly string[]> {
  const options = [...commonOptions, ...table.flatMap((command) => command.options ?? [])];
  return new Map(
    options
      .filter(({ value }) => value !== undefined)
      .flatMap(({ name, short, choices = [] }) => [
        [`--${name}`, choices] as const,
        ...(short === undefined ? [] : [[`-${short}`, choices] as const]),
      ]),
  );
}
