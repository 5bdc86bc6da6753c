// The command line's share of the configuration: one option per setting, and the words besides.

import { parseArgs } from 'node:util';
import { flagOf, settingNames, settings } from './settings.ts';
import { findNearest } from './suggest.ts';

export interface Arguments {
  /** Flag without dashes → text; of a repeated one the last. */
  values: ReadonlyMap<string, string>;
  /** Words of the command line that are no options. */
  words: string[];
  /** The options as they were given, to hand on to another process. */
  flags: string[];
  problems: string[];
}

export function readArguments(argv: readonly string[]): Arguments {
  const known = settingNames.map((name) => flagOf(settings[name].env));
  const { tokens, positionals } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(known.map((flag) => [flag, { type: 'string' as const }])),
    // Not strict: Node's own errors come one at a time and know no nearest name.
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values = new Map<string, string>();
  const problems: string[] = [];
  const flags: string[] = [];
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    if (!known.includes(token.name)) {
      const nearest = findNearest(token.name, known);
      const hint = nearest ? ` Did you mean --${nearest}?` : ' "parleyd config" lists all options.';
      problems.push(`${JSON.stringify(token.rawName)} is no option.${hint}`);
    } else if (token.value === undefined) {
      problems.push(`${token.rawName} needs a value, as in ${token.rawName}=VALUE.`);
    } else {
      values.set(token.name, token.value);
      flags.push(`--${token.name}=${token.value}`);
    }
  }
  return { values, words: positionals, flags, problems };
}
