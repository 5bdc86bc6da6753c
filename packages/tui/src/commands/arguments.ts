// The command line, understood by the table: which command, which words, which options.

import { parseArgs } from 'node:util';
import { type Command, commonOptions, groupOf, type Option } from './command.ts';
import { usageError } from './report-error.ts';
import { suggest } from './suggest.ts';

export interface Invocation {
  /** Null when none was named. */
  readonly command: Command | null;
  /** The group whose help is asked for, when one was named without a member. */
  readonly group: string | null;
  readonly words: readonly string[];
  readonly values: ReadonlyMap<string, string>;
  readonly switches: ReadonlySet<string>;
}

const topOptions: readonly Option[] = [
  ...commonOptions,
  { name: 'version', summary: 'show the version' },
];

/** @throws unsupported when the line does not fit the table. */
export function parseCommandLine(argv: readonly string[], table: readonly Command[]): Invocation {
  const isHelp = argv[0] === 'help';
  const { leading, rest } = splitLeading(isHelp ? [...argv.slice(1), '--help'] : argv);
  const { command, group, taken } = findCommand(rest, table);
  const options = command === null ? topOptions : [...(command.options ?? []), ...commonOptions];
  const parsed = parse([...leading, ...rest.slice(taken)], { options, of: group ?? command?.name });
  if (command !== null && !parsed.switches.has('help')) checkWords(command, parsed.words);
  checkChoices(options, parsed.values);
  return { command, group, ...parsed };
}

/** Options may stand before the command: `tui --json whoami`. */
function splitLeading(argv: readonly string[]) {
  const takesValue = new Set(
    topOptions.flatMap(({ name, value }) => (value === undefined ? [] : [`--${name}`])),
  );
  let at = 0;
  while (argv[at]?.startsWith('-') && argv[at] !== '-' && argv[at] !== '--') {
    at += takesValue.has(argv[at]!) ? 2 : 1;
  }
  return { leading: argv.slice(0, at), rest: argv.slice(at) };
}

function findCommand(rest: readonly string[], table: readonly Command[]) {
  const [first, second] = rest;
  if (first === undefined) return { command: null, group: null, taken: 0 };
  const members = table.filter((command) => groupOf(command) === first);
  if (members.length === 0) throw unknown(first, table);
  const [lead] = members;
  if (lead!.name === first) return { command: lead!, group: null, taken: 1 };
  const hasMember = second !== undefined && !second.startsWith('-');
  if (!hasMember) return { command: lead!, group: first, taken: 1 };
  const command = members.find(({ name }) => name === `${first} ${second}`);
  if (command === undefined) throw unknown(`${first} ${second}`, table);
  return { command, group: null, taken: 2 };
}

function unknown(written: string, table: readonly Command[]) {
  const names = table.flatMap((command) => [command.name, groupOf(command)]);
  const near = suggest(written, names);
  const hint = near === undefined ? 'See: tui --help' : `Did you mean: tui ${near}`;
  return usageError(`There is no command "${written}". ${hint}`);
}

function parse(
  args: string[],
  { options, of }: { options: readonly Option[]; of: string | undefined },
) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: Object.fromEntries(
        options.map(({ name, short, value }) => [
          name,
          { type: value === undefined ? 'boolean' : 'string', ...(short && { short }) },
        ]),
      ),
    });
    const given = Object.entries(values);
    return {
      words: positionals,
      values: new Map(given.filter((entry): entry is [string, string] => isText(entry[1]))),
      switches: new Set(given.filter(([, value]) => value === true).map(([name]) => name)),
    };
  } catch (error) {
    const { message } = error as Error;
    const [, number] = /'(-\d+)'/.exec(message) ?? [];
    if (number !== undefined) throw usageError(`"${number}" must not be negative.`);
    const [, taker] = /^Option '(--[\w-]+).*ambiguous/.exec(message) ?? [];
    if (taker !== undefined) {
      throw usageError(
        `${taker} has no value: what follows begins with a dash. Write ${taker}=VALUE.`,
      );
    }
    // Node's other sentences are good, but for advice on how to write a word that begins with a dash.
    const [sentence] = message.split('. To specify');
    const help = of === undefined ? 'tui --help' : `tui ${of} --help`;
    throw usageError(`${sentence!.replace(/\.$/, '')}. See: ${help}`);
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function checkWords(command: Command, given: readonly string[]): void {
  const words = command.words ?? [];
  const missing = words.slice(given.length).find(({ isOptional }) => !isOptional);
  if (missing !== undefined) {
    throw usageError(`${missing.name} is missing. See: tui ${command.name} --help`);
  }
  const surplus = words.at(-1)?.isMany ? undefined : given[words.length];
  if (surplus !== undefined) {
    throw usageError(
      `"${surplus}" is too much. A text of several words stands in quotes. See: tui ${command.name} --help`,
    );
  }
  for (const [index, word] of given.entries()) {
    const { name, choices } = words[index] ?? words.at(-1)!;
    if (choices && !choices.includes(word)) {
      throw usageError(`${name} must be one of ${choices.join(', ')}.`);
    }
  }
}

function checkChoices(options: readonly Option[], values: ReadonlyMap<string, string>): void {
  for (const { name, choices } of options) {
    const value = values.get(name);
    if (choices && value !== undefined && !choices.includes(value)) {
      throw usageError(`--${name} must be one of ${choices.join(', ')}.`);
    }
  }
}
