// The reference page of the commands, in Markdown, written from the table.

import { errorTable } from '@parley/shared/errors';
import { type Command, commonOptions, type Option } from './command.ts';
import { asTyped, capitalize, renderOption, renderUsage } from './help.ts';
import { commandTable } from './table.ts';

/** Everything `tui` can be told, as one page. */
export function renderCommandReference(): string {
  return `${[
    '# Commands of `tui`',
    'Without a command `tui` is the interactive client. Data goes to stdout, words to stderr.',
    '## Every command takes',
    renderOptions(commonOptions),
    '`--server` is also read from `PARLEY_SERVER`, the token from `PARLEY_TOKEN`, and `--profile` from `PARLEY_PROFILE`.',
    '## Exit status',
    renderStatuses(),
    ...commandTable.map(renderSection),
  ].join('\n\n')}\n`;
}

function renderSection(command: Command): string {
  const { name, summary, notes, options = [], examples = [] } = command;
  return [
    `## \`${name}\``,
    `${capitalize(summary)}.${notes === undefined ? '' : ` ${notes}`}`,
    fence([renderUsage(command)]),
    ...(options.length > 0 ? [renderOptions(options)] : []),
    ...(examples.length > 0 ? [`For example:\n\n${fence(examples.map(asTyped))}`] : []),
  ].join('\n\n');
}

function renderOptions(options: readonly Option[]): string {
  return renderTable(
    ['option', 'meaning'],
    options.map((option) => [`\`${renderOption(option)}\``, option.summary]),
  );
}

function renderStatuses(): string {
  const meanings = Map.groupBy(Object.entries(errorTable), ([, { exit }]) => exit);
  const rows = [...meanings]
    .sort(([a], [b]) => a - b)
    .map(([exit, entries]) => [String(exit), entries.map(([code]) => `\`${code}\``).join(', ')]);
  return renderTable(['status', 'error'], [['0', 'none'], ...rows]);
}

function renderTable(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(titles), line(titles.map(() => '---')), ...rows.map(line)].join('\n');
}

function fence(lines: readonly string[]): string {
  return ['```sh', ...lines, '```'].join('\n');
}
