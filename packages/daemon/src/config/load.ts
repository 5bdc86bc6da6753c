// Settles the configuration: flags over environment over file over defaults, with each value's source.

import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parse as parseToml } from 'smol-toml';
import { flagOf, keyOf, type SettingName, settings } from './settings.ts';

type Values = { [Name in SettingName]: (typeof settings)[Name]['parse']['_output'] };

type Unset = 'databaseUrl' | 'publicUrl' | 'smtpUrl';
type Rates = 'rateApi' | 'rateMessages' | 'rateLogin';

/** Everything the daemon can be told; the settings by name, rates gathered. */
export type Config = Omit<Values, Unset | Rates> & {
  [Name in Unset]: Values[Name] | undefined;
} & { rates: { api: Values[Rates]; messages: Values[Rates]; login: Values[Rates] } };

export interface LoadedConfig {
  config: Config;
  /** Name → the text it was read from and where that stood. */
  sources: Record<SettingName, { text: string | undefined; source: string }>;
  /** Words of the command line that are no options. */
  words: string[];
  /** The options as they were given, to hand on to another process. */
  flags: string[];
}

/** What is wrong with the configuration: every problem, each with its place and remedy. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(problems: readonly string[]) {
    super(['The configuration cannot be used:', ...problems.map((line) => `  ${line}`)].join('\n'));
  }
}

export interface LoadOptions {
  argv: readonly string[];
  env: NodeJS.ProcessEnv;
}

const names = Object.keys(settings) as SettingName[];

export async function loadConfig({ argv, env }: LoadOptions): Promise<LoadedConfig> {
  const problems: string[] = [];
  const line = readArguments(argv, problems);
  const file = await readConfigFile(env, problems);
  const sources = {} as LoadedConfig['sources'];
  const values: Record<string, unknown> = {};

  for (const name of names) {
    const setting = settings[name];
    const found = await find(name, { flags: line.values, env, file, problems });
    sources[name] = found;
    if (found.text === undefined) continue;
    const parsed = setting.parse.safeParse(found.text);
    if (parsed.success) values[name] = parsed.data;
    else {
      const shown = setting.isSecret ? '' : ` is "${found.text}", but`;
      const reasons = parsed.error.issues.map((issue) => issue.message).join(' and ');
      problems.push(`${setting.env} (${found.source})${shown} ${reasons}.`);
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);

  const { rateApi: api, rateMessages: messages, rateLogin: login, ...rest } = values as Values;
  const dataDirectory = resolve(rest.dataDirectory);
  return {
    config: { ...rest, dataDirectory, rates: { api, messages, login } },
    sources,
    words: line.words,
    flags: line.flags,
  };
}

function readArguments(argv: readonly string[], problems: string[]) {
  const { tokens, values, positionals } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      names.map((name) => [flagOf(settings[name].env), { type: 'string' as const }]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const known = names.map((name) => flagOf(settings[name].env));
  const flags: string[] = [];
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    if (!known.includes(token.name)) {
      problems.push(`${token.rawName} is no option.${suggest(token.name, known, '--')}`);
    } else if (token.value === undefined) {
      problems.push(`${token.rawName} needs a value.`);
    } else {
      flags.push(`--${token.name}=${token.value}`);
    }
  }
  return { values: values as Record<string, string | undefined>, words: positionals, flags };
}

interface Places {
  flags: Record<string, string | undefined>;
  env: NodeJS.ProcessEnv;
  file: { path: string; values: Record<string, unknown> } | null;
  problems: string[];
}

async function find(
  name: SettingName,
  { flags, env, file, problems }: Places,
): Promise<{ text: string | undefined; source: string }> {
  const setting = settings[name];
  const flag = flags[flagOf(setting.env)];
  if (flag !== undefined) return { text: flag, source: `--${flagOf(setting.env)}` };
  const variable = env[setting.env];
  // Set to nothing is as good as unset: that is how unit files and compose files leave a blank.
  if (variable !== undefined && variable !== '') return { text: variable, source: 'environment' };
  const path = setting.isSecret ? env[`${setting.env}_FILE`] : undefined;
  if (path) {
    const source = `${setting.env}_FILE`;
    try {
      return { text: (await readFile(path, 'utf8')).trim(), source };
    } catch {
      problems.push(`${source} names ${path}, which cannot be read.`);
      return { text: undefined, source };
    }
  }
  const written = file?.values[keyOf(setting.env)];
  if (file && written !== undefined) return { text: toText(written), source: file.path };
  if (name === 'dataDirectory') return { text: defaultDataDirectory(env), source: 'default' };
  return { text: setting.default, source: 'default' };
}

function toText(value: unknown): string {
  return Array.isArray(value) ? value.map(String).join(',') : String(value);
}

function defaultDataDirectory(env: NodeJS.ProcessEnv): string {
  return join(env.XDG_DATA_HOME || join(env.HOME ?? homedir(), '.local', 'share'), 'parley');
}

async function readConfigFile(env: NodeJS.ProcessEnv, problems: string[]): Promise<Places['file']> {
  const home = env.XDG_CONFIG_HOME || join(env.HOME ?? homedir(), '.config');
  const places = env.PARLEY_CONFIG
    ? [env.PARLEY_CONFIG]
    : ['/etc/parley/parleyd.toml', join(home, 'parley', 'parleyd.toml')];
  for (const path of places) {
    const text = await readFile(path, 'utf8').catch(() => null);
    if (text === null) continue;
    try {
      const values = parseToml(text) as Record<string, unknown>;
      const known = names.map((name) => keyOf(settings[name].env));
      for (const key of Object.keys(values)) {
        if (!known.includes(key)) {
          problems.push(`${path}: "${key}" is no setting.${suggest(key, known, '')}`);
        }
      }
      return { path, values };
    } catch (error) {
      problems.push(`${path}: ${error instanceof Error ? error.message.split('\n')[0] : error}`);
      return null;
    }
  }
  if (env.PARLEY_CONFIG) problems.push(`PARLEY_CONFIG names ${env.PARLEY_CONFIG}, which cannot be read.`);
  return null;
}

/** The nearest known word, when one is near. */
function suggest(word: string, known: readonly string[], prefix: string): string {
  const [best] = known
    .map((candidate) => ({ candidate, distance: editDistance(word, candidate) }))
    .sort((a, b) => a.distance - b.distance);
  return best && best.distance <= 3 ? ` Did you mean ${prefix}${best.candidate}?` : '';
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
