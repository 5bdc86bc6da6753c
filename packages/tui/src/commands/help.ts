// Help, written from the table.

import { type Command, commonOptions, groupOf, type Option, type Word } from './command.ts';

/** `tui posts edit [OPTIONS] POST` */
export function renderUsage({ name, words = [], options = [] }: Command): string {
  return ['tui', name, ...(options.length > 0 ? ['[OPTIONS]'] : []), ...words.map(renderWord)].join(
    ' ',
  );
}

function renderWord({ name, isOptional, isMany }: Word): string {
  const written = isMany ? `${name}...` : name;
  return isOptional ? `[${written}]` : written;
}

/** `-f, --file FILE` */
export function renderOption({ name, short, value }: Option): string {
  const long = value === undefined ? `--${name}` : `--${name} ${value}`;
  return short === undefined ? long : `-${short}, ${long}`;
}

/** `tui --help` */
export function renderOverview(table: readonly Command[]): string {
  return join([
    ['tui: the Parley client'],
    [
      'Usage: tui [OPTIONS]            chat and posts in the terminal',
      '       tui COMMAND [OPTIONS]    one thing, for you or a script',
    ],
    layOut(table.map((command) => [renderShort(command), command.summary])),
    ['Every command takes:', ...layOutOptions(commonOptions)],
    ['tui COMMAND --help tells more.'],
  ]);
}

/** `tui posts --help` */
export function renderGroup(group: string, table: readonly Command[]): string {
  const members = table.filter((command) => groupOf(command) === group);
  return join([
    [`Usage: tui ${group} COMMAND [OPTIONS]`],
    layOut(members.map((command) => [renderShort(command), command.summary])),
    [`tui ${group} alone does: tui ${members[0]!.name}`],
  ]);
}

/** `tui posts edit --help` */
export function renderCommand(command: Command): string {
  const { summary, notes, options = [], examples = [] } = command;
  return join([
    [`Usage: ${renderUsage(command)}`],
    [`${capitalize(summary)}.`, ...(notes === undefined ? [] : wrap(notes))],
    options.length === 0 ? [] : ['Options:', ...layOutOptions(options)],
    ['Every command takes:', ...layOutOptions(commonOptions)],
    examples.length === 0 ? [] : ['Examples:', ...examples.map((line) => `  ${asTyped(line)}`)],
  ]);
}

/** An example as one types it: most begin with the command's name. */
export function asTyped(example: string): string {
  return /\btui /.test(example) ? example : `tui ${example}`;
}

export function capitalize(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function renderShort({ name, words = [] }: Command): string {
  return [name, ...words.map(renderWord)].join(' ');
}

function layOutOptions(options: readonly Option[]): string[] {
  return layOut(
    options.map((option) => [
      // Long names stand below each other, with or without a short one.
      option.short === undefined ? `    ${renderOption(option)}` : renderOption(option),
      option.summary,
    ]),
  );
}

function layOut(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

function wrap(text: string, width = 78): string[] {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!;
    if (line !== '' && line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}

function join(paragraphs: readonly (readonly string[])[]): string {
  return `${paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}
